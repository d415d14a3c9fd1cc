using Coordination.Domain.Journal;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Storage.Tests.Journal;

/// <summary>One opening of a store, whatever its engine.</summary>
internal sealed record OpenedStore(IJournal Journal, IJournalFeed Feed, IOutbox Outbox, IRows Rows, IAsyncDisposable Whole, Func<CancellationToken, Task> CheckpointAsync);

/// <summary>A place where a store keeps its data, which survives that it is closed and opened again.</summary>
internal interface IStorePlace : IAsyncDisposable
{
    TimeSpan Lease { get; }

    int MaxFailures { get; }

    int MaxClaims { get; }

    Task<OpenedStore> OpenAsync(FakeTimeProvider clock, Faults faults);

    /// <summary>The process dies: nothing is given back, nothing is closed in order. What is returned opens what it has left.</summary>
    Task<IStorePlace> DieAsync();
}

/// <summary>A dispatcher that keeps what it is handed.</summary>
internal sealed class Inbox(int places) : IOutboxIntake
{
    private readonly Lock _lock = new();

    public int Places { get; private set; } = places;

    public List<OutboxMessage> Messages { get; } = [];

    public List<DateTimeOffset> Nudges { get; } = [];

    public bool TryReserve(Priority priority, int count)
    {
        lock (_lock)
        {
            if (count > Places)
            {
                return false;
            }

            Places -= count;
            return true;
        }
    }

    public void CancelReservation(Priority priority, int count)
    {
        lock (_lock)
        {
            Places += count;
        }
    }

    public void Accept(IReadOnlyList<OutboxMessage> messages)
    {
        lock (_lock)
        {
            Messages.AddRange(messages);
        }
    }

    public void Nudge(DateTimeOffset due)
    {
        lock (_lock)
        {
            Nudges.Add(due);
        }
    }
}
