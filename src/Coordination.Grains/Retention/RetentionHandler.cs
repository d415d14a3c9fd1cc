using System.Globalization;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Retention;
using Coordination.Domain;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Domain.Retention;
using Coordination.Grains.Journal;

namespace Coordination.Grains.Retention;

/// <summary>Carries out a run of the rules: each incident that is due is asked to be erased, what is due by age gets an erasure of its own. Done twice, what was begun has begun.</summary>
internal sealed class RetentionHandler(IGrainFactory grains, DueRows due) : IMessageHandler
{
    public bool Takes(StreamId target) => target.Kind == "retain";

    public async Task HandleAsync(StreamId target, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            var order = DomainJson.Read<RunOrder>(message.Body.Span);
            var begun = 0L;
            foreach (var rule in order.Rules)
            {
                begun += AgedErasure.NameOf(rule.Of) is { } what ? await BeginAsync(what, rule, order) : await EraseIncidentsAsync(rule, order, cancellationToken);
            }

            await grains.Thing(RetentionKind.Stream).ExecuteAsync(new Operation
            {
                Actor = Actor.System.Value,
                Command = DomainJson.Write<RetentionCommand>(new RecordRetentionRun(order.Run, begun)),
                Answers = [new(message.Id, message.Key, [])],
                ParkOnRefusal = true,
            });
        }
    }

    private async Task<long> EraseIncidentsAsync(RetentionRule rule, RunOrder order, CancellationToken cancellationToken)
    {
        var (count, words) = (0L, RetentionKind.Words(rule));
        await foreach (var row in due.IncidentsAsync(DueRows.LabelsOf(rule, order.Rules) ?? [], order.At.AddDays(-rule.Days), cancellationToken))
        {
            if (!row.Value.Held)
            {
                // One that was reopened or held since is refused, and kept.
                var answer = await grains.Incident(IncidentId.Of(row.Id)).ExecuteAsync(new EraseIncident($"Due by the retention rule {words}.", words), new Actor(order.By));
                count += answer.Outcome == Outcome.Done ? 1 : 0;
            }
        }

        return count;
    }

    private async Task<long> BeginAsync(string what, RetentionRule rule, RunOrder order)
    {
        var words = RetentionKind.Words(rule);
        var erasure = ErasureKind.Of(rule.Tlp is { } label ? string.Create(CultureInfo.InvariantCulture, $"{what}.{label}") : what, order.Run);
        await new Thing<ErasureCommand>(grains, erasure).ExecuteAsync(
            new BeginErasure(what, "", $"Due by the retention rule {words}.", order.By, words, order.At.AddDays(-rule.Days), DueRows.LabelsOf(rule, order.Rules)), new Actor(order.By));
        return 1;
    }
}
