using System.Globalization;
using Coordination.Contracts.Intake;
using Coordination.Domain;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Intake;

/// <summary>Divides a delivery among the lanes of its source's day and puts the receipts together again.</summary>
internal sealed class Intake(IGrainFactory grains, Patience patience, IJournal journal, TimeProvider clock) : IIntake
{
    /// <summary>So many lines go to a lane in one call, so that a large delivery does not become one large commit.</summary>
    private const int MaxTogether = 500;

    public async Task<IntakeAnswer> AcceptAsync(SourceId source, IReadOnlyList<IntakeLine> lines, string? key, CancellationToken cancellationToken)
    {
        var now = await DayOfAsync(source, key, cancellationToken);
        var receipts = new Receipt[lines.Count];
        var byLane = new Dictionary<int, List<(int Index, Arrival Arrival)>>();
        for (var index = 0; index < lines.Count; index++)
        {
            var line = lines[index];
            if (line.Alert is not { } alert)
            {
                receipts[index] = new(line.Number, ReceiptStatus.Refused, Refusal: line.Refusal);
                continue;
            }

            var id = Fingerprint.Of(source, alert, now);
            var lane = Fingerprint.Lane(id, IntakeKind.Lanes);
            (byLane.TryGetValue(lane, out var waiting) ? waiting : byLane[lane] = []).Add((index, new(id, alert, line.Original.ToArray())));
        }

        // A lane takes its parts one after another: the order of a delivery's lines is kept within a lane.
        await Task.WhenAll(byLane.Select(async pair =>
        {
            var number = 0;
            foreach (var part in pair.Value.Chunk(MaxTogether))
            {
                var operation = new Operation
                {
                    Id = key is null ? null : OperationOf(key, number++),
                    Actor = Actor.Source(source).Value,
                    Command = DomainJson.Write<IntakeCommand>(new AcceptAlerts(source, [.. part.Select(one => one.Arrival)])),
                };
                var lane = IntakeKind.Stream(source, now, pair.Key);
                // Without a key asking twice would count twice.
                var answer = operation.Id is null ? await grains.Thing(lane).ExecuteAsync(operation) : await patience.AskAsync(lane, operation, cancellationToken);
                var fresh = answer.Told.ToHashSet();
                foreach (var (index, arrival) in part)
                {
                    receipts[index] = answer.Refusal is { } refusal
                        ? new(lines[index].Number, ReceiptStatus.Refused, Refusal: refusal)
                        // The first line of an alert that this delivery brought is its acceptance, the others repeat it.
                        : new(lines[index].Number, fresh.Remove(arrival.Id.Value) ? ReceiptStatus.Accepted : ReceiptStatus.Repeated, arrival.Id);
                }
            }
        }));

        return new(
            receipts.Count(receipt => receipt.Status == ReceiptStatus.Accepted),
            receipts.Count(receipt => receipt.Status == ReceiptStatus.Repeated),
            receipts.Count(receipt => receipt.Status == ReceiptStatus.Refused),
            receipts);
    }

    private static string OperationOf(string key, int part) => string.Create(CultureInfo.InvariantCulture, $"{key}/{part}");

    /// <summary>The day by which alerts are known and whose lanes take them: now, or the day before where that took the delivery under this key. Whoever asks again over midnight asks for the same.</summary>
    private async Task<DateTimeOffset> DayOfAsync(SourceId source, string? key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (key is not null && IntakeKind.DayBefore(now) is { } before)
        {
            for (var lane = 0; lane < IntakeKind.Lanes; lane++)
            {
                if (await journal.FindOperationAsync(IntakeKind.Stream(source, before, lane), OperationOf(key, 0), cancellationToken) is not null)
                {
                    return before;
                }
            }
        }

        return now;
    }
}
