using System.Collections.Concurrent;
using System.Net;

namespace Coordination.Faults.Load;

/// <summary>Something that an experiment did to the system, and for how long.</summary>
internal sealed class Disturbance(string what, DateTimeOffset from)
{
    public string What => what;

    public DateTimeOffset From => from;

    /// <summary>When it was over; null while it lasts.</summary>
    public DateTimeOffset? Until { get; set; }
}

/// <summary>What was asked for and what was answered, and what was done to the system meanwhile. All that the checker believes.</summary>
internal sealed class History
{
    private readonly ConcurrentQueue<Deed> _deeds = new();
    private readonly ConcurrentQueue<Disturbance> _disturbances = new();
    private readonly ConcurrentDictionary<HttpStatusCode, int> _statuses = new();
    private readonly ConcurrentQueue<string> _odd = new();
    private int _withoutRetryAfter;

    public IReadOnlyCollection<Deed> Deeds => _deeds;

    public IReadOnlyCollection<Disturbance> Disturbances => _disturbances;

    /// <summary>How often each status was answered.</summary>
    public IReadOnlyDictionary<HttpStatusCode, int> Statuses => _statuses;

    /// <summary>Answers that say that something is wrong with the server.</summary>
    public IReadOnlyCollection<string> Odd => _odd;

    /// <summary>How many of the answers 503 did not say when to come again.</summary>
    public int WithoutRetryAfter => _withoutRetryAfter;

    public void Add(Deed deed) => _deeds.Enqueue(deed);

    /// <summary>From now on, until the experiment says otherwise.</summary>
    public Disturbance Disturb(string what)
    {
        var disturbance = new Disturbance(what, TimeProvider.System.GetUtcNow());
        _disturbances.Enqueue(disturbance);
        return disturbance;
    }

    public void Saw(HttpStatusCode status, bool retryAfter, HttpMethod method, string path)
    {
        _statuses.AddOrUpdate(status, 1, static (_, count) => count + 1);
        if (status == HttpStatusCode.ServiceUnavailable && !retryAfter)
        {
            Interlocked.Increment(ref _withoutRetryAfter);
        }

        if ((int)status >= 500 && status != HttpStatusCode.ServiceUnavailable)
        {
            _odd.Enqueue($"{(int)status} to {method} {path.Split('?')[0]} at {TimeProvider.System.GetUtcNow():HH:mm:ss.fff}");
        }
    }
}
