using Coordination.Domain.Correlation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Simulation.Storage;

namespace Coordination.Simulation.Checks;

/// <summary>Each claim belongs to the stream that says so, and to no other; numbers are given once.</summary>
internal sealed class ClaimCheck(Database database, Book book, Findings findings)
{
    private readonly Dictionary<Claim, StreamId> _owners = [];

    public void Check()
    {
        var numbers = new HashSet<string>();
        foreach (var (stream, entries) in book.Streams)
        {
            foreach (var claim in ClaimsOf(stream, entries))
            {
                if (!_owners.TryAdd(claim, stream))
                {
                    findings.Add($"{stream} and {_owners[claim]} both have the {claim.Kind} {claim.Value}.");
                }
            }

            if (entries[0].Event is IncidentOpened opened && !numbers.Add(opened.Number))
            {
                findings.Add($"The number {opened.Number} was given twice.");
            }
        }

        foreach (var claim in database.Claims.Keys.Union(_owners.Keys).Where(claim => claim.Kind != "person-mail"))
        {
            var (kept, told) = (OwnerIn(database.Claims, claim), OwnerIn(_owners, claim));
            if (kept != told)
            {
                findings.Add($"The {claim.Kind} {claim.Value} is kept for {kept?.Value ?? "nobody"}; by the journal it is {told?.Value ?? "nobody"}'s.");
            }
        }
    }

    private static StreamId? OwnerIn(Dictionary<Claim, StreamId> owners, Claim claim) => owners.TryGetValue(claim, out var owner) ? owner : null;

    private static IEnumerable<Claim> ClaimsOf(StreamId stream, List<Entry> entries)
    {
        switch (stream.Kind)
        {
            case "incident" when entries[0].Event is IncidentOpened { CorrelationKey: { } key }:
                var last = entries.Last(entry => entry.Event is IncidentOpened or CorrelationEnded or IncidentClosed or IncidentReopened).Event;
                return last is IncidentOpened or IncidentReopened { HoldsCorrelation: true } ? [CorrelationKeys.Claim(key)] : [];
            case "intake":
                return entries.Select(entry => entry.Event).OfType<AlertReceived>().Select(received => Fingerprint.Claim(received.Alert.Id));
            case "institution":
                var facts = entries[^1].Event is InstitutionRegistered registered ? registered.Facts : ((InstitutionChanged)entries[^1].Event).Facts;
                return [new("institution-name", facts.Name.ToLowerInvariant()), .. NetworkHolders.Networks(facts).Select(NetworkHolders.Claim)];
            default:
                return [];
        }
    }
}
