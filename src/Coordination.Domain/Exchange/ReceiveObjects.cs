using Coordination.Contracts.Exchange;
using Coordination.Contracts.Partners;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Exchange;

/// <summary>A partner brings objects of one share. Each is judged for itself; what is not taken lies in quarantine with its reason.</summary>
/// <param name="Unread">Those that could not be read.</param>
public sealed record ReceiveObjects(PartnerId Partner, string Submission, string Way, IReadOnlyList<ReceivedObject> Objects, IReadOnlyList<UnreadObject> Unread) : ReceivedCommand
{
    /// <summary>So many come in one command at most, and so many characters, if it is more than one.</summary>
    public const int MostTogether = 100;
    public const int MostCharacters = 1_000_000;

    /// <summary>Of what is not taken so much is kept.</summary>
    private const int MostKept = 200_000;

    /// <summary>While so much waits for a decision, more is not kept apart: its sender is told why it was not taken, as always.</summary>
    private const int MostQuarantined = 5_000;

    public override Decision<ReceivedEvent> Decide(Received state, Context context)
    {
        var (owners, ours) = (context.Lookups.Find(OwnersOf.Of(Objects))!, context.Lookups.Find(OursAmong.Of(Partner, Objects))!);
        var (taken, older, wrong, again) = (new List<ReceivedObject>(), new List<OlderVersion>(), new List<QuarantinedObject>(), new List<RepeatedObject>());
        var waiting = state.Quarantine.Values.Count(held => held.State == QuarantineState.Waiting);
        foreach (var one in Unread)
        {
            Quarantine(one);
        }

        foreach (var one in Objects)
        {
            var verdict = ReceivedRules.Judge(state, one, Partner, owners, ours);
            switch (verdict.Succession)
            {
                case Succession.Newer:
                    // What is only understood better now says nothing new to whom it speaks of.
                    var isNews = state.Objects.GetValueOrDefault(one.Id)?.Contents.GetValueOrDefault(one.Order) != one.Content;
                    var kept = isNews ? ours.Fill(one) : one;
                    taken.Add(kept);
                    state = state.Take(kept);
                    break;
                case Succession.Older:
                    older.Add(new(one.Id, one.Order, one.Content));
                    state = state.Remember(older[^1]);
                    break;
                case Succession.Refused:
                    Quarantine(new(one.Id, one.Place, verdict.Code, verdict.Reason, one.Json, one.Label));
                    break;
            }
        }

        var events = new List<ReceivedEvent>();
        if (taken.Count + older.Count > 0)
        {
            events.Add(new ObjectsReceived(Submission, Way, taken, older));
        }

        if (wrong.Count > 0)
        {
            events.Add(new ObjectsQuarantined(Submission, Way, wrong));
        }

        if (again.Count > 0)
        {
            events.Add(new QuarantinedAgain(Submission, again));
        }

        return Decision<ReceivedEvent>.Of(events);

        void Quarantine(UnreadObject one)
        {
            var id = ReceivedObject.Short($"{Partner} {one.Code} {one.Id} {one.Original}");
            if (state.Quarantine.ContainsKey(id) || wrong.Exists(other => other.Id == id) || waiting + wrong.Count >= MostQuarantined || one.Code == ReceivedRules.Full)
            {
                again.Add(new(id, one.Place, ReceivedRules.ToSender(one.Code, one.Reason)));
            }
            else
            {
                wrong.Add(new(id, one.Id, one.Place, one.Code, one.Reason, one.Original.Length > MostKept ? one.Original[..MostKept] : one.Original, one.Label));
            }
        }
    }
}
