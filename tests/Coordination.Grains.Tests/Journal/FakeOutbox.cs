using Coordination.Domain.Journal;

namespace Coordination.Grains.Tests.Journal;

/// <summary>An outbox in memory that keeps the port's word, and lets things go wrong when a test says so.</summary>
internal sealed class FakeOutbox(TimeProvider clock) : IOutbox
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, OutboxMessage> _free = [];
    private readonly Dictionary<string, OutboxMessage> _held = [];
    private int _claims;
    private int _renewals;

    /// <summary>What stands before a claim: it may throw or wait.</summary>
    public Func<IReadOnlyDictionary<Priority, int>, Task> BeforeClaim { get; set; } = _ => Task.CompletedTask;

    public Func<Task> BeforeRenewal { get; set; } = () => Task.CompletedTask;

    public Func<Task> BeforeRelease { get; set; } = () => Task.CompletedTask;

    /// <summary>Messages that another process is just taking: due, and not to be had.</summary>
    public Func<OutboxMessage, bool> IsLocked { get; set; } = _ => false;

    public int Claims => Volatile.Read(ref _claims);

    public int Renewals => Volatile.Read(ref _renewals);

    public IOutboxIntake? Intake { get; set; }

    /// <summary>Writes messages as another process would: nobody here is told.</summary>
    public void Arm(params IEnumerable<OutboxMessage> messages)
    {
        lock (_lock)
        {
            foreach (var message in messages)
            {
                _free.Add(message.Id, message);
            }
        }
    }

    public void Done(string id)
    {
        lock (_lock)
        {
            _held.Remove(id);
        }
    }

    public async Task<IReadOnlyList<OutboxMessage>> ClaimDueAsync(IReadOnlyDictionary<Priority, int> places, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _claims);
        await BeforeClaim(places);
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var taken = places.OrderBy(one => one.Key)
                .SelectMany(one => _free.Values.Where(message => message.Priority == one.Key && message.Due <= now && !IsLocked(message)).OrderBy(message => message.Due).Take(one.Value))
                .ToArray();
            foreach (var message in taken)
            {
                _free.Remove(message.Id);
                _held.Add(message.Id, message);
            }

            return taken;
        }
    }

    public Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<Priority> classes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_free.Values.Where(message => classes.Contains(message.Priority)).Min(message => (DateTimeOffset?)message.Due));
        }
    }

    public async Task<IReadOnlySet<string>> RenewAsync(IReadOnlyCollection<string> messageIds, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _renewals);
        await BeforeRenewal();
        lock (_lock)
        {
            return messageIds.Where(_held.ContainsKey).ToHashSet(StringComparer.Ordinal);
        }
    }

    public async Task ReleaseAsync(IReadOnlyCollection<string> messageIds, DateTimeOffset due, CancellationToken cancellationToken)
    {
        await BeforeRelease();
        lock (_lock)
        {
            foreach (var id in messageIds)
            {
                if (_held.Remove(id, out var message))
                {
                    _free.Add(id, message with { Due = due });
                }
            }
        }

        Intake?.Nudge(due);
    }

    public Task FailAsync(string messageId, string code, string detail, CancellationToken cancellationToken)
    {
        Done(messageId);
        return Task.CompletedTask;
    }

    public Task<bool> IsKeyOpenAsync(string key, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<IReadOnlyList<ParkedMessage>> ListParkedAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ParkedMessage>>([]);

    public Task<bool> UnparkAsync(string messageId, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<OutboxState> StateAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(new OutboxState(_free.Count + _held.Count, 0, 0, null));
        }
    }
}
