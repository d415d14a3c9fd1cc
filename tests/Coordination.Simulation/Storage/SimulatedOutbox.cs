using Coordination.Domain.Journal;
using Coordination.Simulation.Bugs;
using Coordination.Simulation.Cluster;
using Coordination.Storage.Journal;

namespace Coordination.Simulation.Storage;

/// <summary>The scheduled outbox as one process sees it.</summary>
internal sealed class SimulatedOutbox(World world, SimulatedProcess process, GroupWriter writer) : IOutbox
{
    private readonly Leases _leases = new(world, process.Name);

    public IOutboxIntake? Intake
    {
        get => writer.Intake;
        set => writer.Intake = value is null ? null : new CrowdedIntake(world, value);
    }

    public Task<IReadOnlyList<OutboxMessage>> ClaimDueAsync(IReadOnlyDictionary<Priority, int> places, CancellationToken cancellationToken)
        => WriteAsync(() => _leases.ClaimDue(places));

    public Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<Priority> classes, CancellationToken cancellationToken)
        => process.ReadAsync(null, () => _leases.NextDue(classes));

    public Task<IReadOnlySet<string>> RenewAsync(IReadOnlyCollection<string> messageIds, CancellationToken cancellationToken) => WriteAsync(() => world.Bug == Bug.LossesAreNotNoticed ? messageIds.ToHashSet(StringComparer.Ordinal) : _leases.Renew(messageIds));

    public Task ReleaseAsync(IReadOnlyCollection<string> messageIds, DateTimeOffset due, CancellationToken cancellationToken)
        => WriteAsync(() => _leases.Release(messageIds, due), released => NudgeIf(released > 0, due));

    public Task FailAsync(string messageId, string code, string detail, CancellationToken cancellationToken)
        => WriteAsync(() => _leases.Fail(messageId, code, detail), due => NudgeIf(due is not null, due ?? default));

    public Task<bool> IsKeyOpenAsync(string key, CancellationToken cancellationToken) => process.ReadAsync(key, () => !world.Database.ClosedKeys.ContainsKey(key));

    public Task<IReadOnlyList<ParkedMessage>> ListParkedAsync(CancellationToken cancellationToken)
        => process.ReadAsync<IReadOnlyList<ParkedMessage>>(
            null,
            () => [.. world.Database.Messages.Values.Where(row => row.IsParked)
                .Select(row => new ParkedMessage(row.Message.Id, row.Message.Target, row.ParkedCode!, row.ParkedDetail ?? "", row.Message.Due, row.Message.Failures))]);

    public Task<bool> UnparkAsync(string messageId, CancellationToken cancellationToken) => WriteAsync(() => _leases.Unpark(messageId), found => NudgeIf(found, world.Clock.Now));

    public Task<OutboxState> StateAsync(CancellationToken cancellationToken) => throw new NotSupportedException("Nothing in the simulation asks how the outbox stands.");

    private Task<TResult> WriteAsync<TResult>(Func<TResult> job, Action<TResult>? afterwards = null)
    {
        process.SomethingWaitsForTheWriter();
        return writer.RunAsync(job, CancellationToken.None, afterwards);
    }

    private void NudgeIf(bool changed, DateTimeOffset due)
    {
        if (changed)
        {
            writer.Intake?.Nudge(due);
        }
    }

    /// <summary>Lets a process be full now and then, without thousands of messages.</summary>
    private sealed class CrowdedIntake(World world, IOutboxIntake dispatcher) : IOutboxIntake
    {
        public bool TryReserve(Priority priority, int count) => !world.Dice.Percent(world.Weather.NoPlace) && dispatcher.TryReserve(priority, count);

        public void CancelReservation(Priority priority, int count) => dispatcher.CancelReservation(priority, count);

        public void Accept(IReadOnlyList<OutboxMessage> messages) => dispatcher.Accept(messages);

        public void Nudge(DateTimeOffset due) => dispatcher.Nudge(due);
    }
}
