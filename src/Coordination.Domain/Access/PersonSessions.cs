using Coordination.Contracts.Access;

namespace Coordination.Domain.Access;

/// <summary>A session as it begins.</summary>
/// <param name="With">Browser and system in words.</param>
/// <param name="Address">From which address.</param>
/// <param name="Passkey">With which passkey, where it was one.</param>
public sealed record NewSession(SessionId Id, SignInWay By, string With, string Address, PasskeyId? Passkey = null);

/// <summary>A session that has not been ended.</summary>
public sealed record OpenSession(SessionId Id, SignInWay By, string With, string Address, DateTimeOffset BegunAt);

/// <summary>All of a person's sessions: what is not among them is refused.</summary>
public sealed record PersonSessions(IReadOnlyList<OpenSession> Open)
{
    /// <summary>So many a person has at once; the one that began first ends when another begins.</summary>
    public const int Most = 20;

    /// <summary>So long a session goes on without a request.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    public OpenSession? Find(SessionId id) => Open.FirstOrDefault(one => one.Id == id);

    /// <summary>Those that end because another begins: the idle ones, and the oldest of too many.</summary>
    public static IEnumerable<PersonEvent> EndedBy(Person state, NewSession? another, IReadOnlyList<SessionId> idle)
    {
        var used = state.Sessions.Where(one => !idle.Contains(one.Id)).ToArray();
        var tooMany = another is null ? 0 : Math.Max(0, used.Length + 1 - Most);
        return
        [
            .. state.Sessions.Where(one => idle.Contains(one.Id)).Select(one => new SessionEnded(one.Id, SessionEnd.Idle)),
            .. used.Take(tooMany).Select(one => new SessionEnded(one.Id, SessionEnd.TooMany)),
        ];
    }
}

/// <summary>Why a session is over.</summary>
public enum SessionEnd
{
    /// <summary>Somebody signed out where it was.</summary>
    SignedOut,

    /// <summary>Its person ended it from another session.</summary>
    Ended,

    /// <summary>Nothing was asked in it for too long.</summary>
    Idle,

    /// <summary>It was the oldest of too many.</summary>
    TooMany,
}
