using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Coordination.Domain.Live;
using Coordination.Host.Composition;

namespace Coordination.Host.Access;

/// <summary>
/// Whoever shows a wrong password, token or link too often from one address is slowed down there, whichever account it was for, so that neither one password is tried on many accounts
/// nor a token guessed. Counted by this process: behind a balancer an address has as many turns as there are processes. What was wrong for one account from one place is counted here too:
/// see <see cref="Lockout"/>.
/// </summary>
internal sealed class Guessing
{
    /// <summary>So many refusals a minute are a person who has forgotten something.</summary>
    public const int Allowed = 20;

    /// <summary>So many within five minutes, from wherever, are told to people.</summary>
    public const int Alarming = 60;

    /// <summary>So many wrong passwords or codes for one account from one place shut it there.</summary>
    public const int AllowedForOne = 5;

    private const int MostAddresses = 50_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Refusals> _byAddress = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Refusals> _byDoor = new(StringComparer.Ordinal);
    private readonly Queue<(long At, string Address)> _lately = new();
    private readonly TimeProvider _wall;
    private readonly Counter<long> _refused;

    public Guessing(IMeterFactory meters, [FromKeyedServices(Clocks.Surface)] TimeProvider wall)
    {
        _wall = wall;
        _refused = meters.Create(MeasureNames.Meter).CreateCounter<long>(MeasureNames.AccessRefused, "{attempt}", "Attempts to get in that were refused.");
    }

    /// <summary>How long this address must wait; null if it may go on.</summary>
    public TimeSpan? Wait(string address)
        => _byAddress.TryGetValue(address, out var refusals) && refusals.Count >= Allowed && Window - _wall.GetElapsedTime(refusals.Since) is var rest && rest > TimeSpan.Zero ? rest : null;

    /// <summary>Something wrong was shown from this address.</summary>
    public void Refused(string address, string what)
    {
        _refused.Add(1, new KeyValuePair<string, object?>("kind", what));
        var now = _wall.GetTimestamp();
        if (_byAddress.Count >= MostAddresses)
        {
            // Somebody has very many addresses: forgetting costs a minute's memory, keeping all of them would cost ours.
            _byAddress.Clear();
        }

        _byAddress.AddOrUpdate(address, _ => new(now, 1), (_, before) => _wall.GetElapsedTime(before.Since) < Window ? before with { Count = before.Count + 1 } : new(now, 1));
        lock (_lately)
        {
            _lately.Enqueue((now, address));
            Forget();
        }
    }

    /// <summary>Whether no more is tried for this account from this place.</summary>
    public bool IsShut(string door) => _byDoor.TryGetValue(door, out var wrong) && wrong.Count >= AllowedForOne && _wall.GetElapsedTime(wrong.Since) < Lockout.For;

    /// <summary>Something wrong was shown for this account from this place.</summary>
    /// <returns>Whether it is shut now.</returns>
    public bool Wrong(string door)
    {
        var now = _wall.GetTimestamp();
        if (_byDoor.Count >= MostAddresses)
        {
            _byDoor.Clear();
        }

        return _byDoor.AddOrUpdate(door, _ => new(now, 1), (_, before) => new(now, _wall.GetElapsedTime(before.Since) < Lockout.For ? before.Count + 1 : 1)).Count >= AllowedForOne;
    }

    public void Forget(string door) => _byDoor.TryRemove(door, out _);

    /// <summary>How many were refused within the last five minutes, and from how many addresses.</summary>
    public (int Attempts, int Addresses) Lately
    {
        get
        {
            lock (_lately)
            {
                Forget();
                return (_lately.Count, _lately.Select(one => one.Address).Distinct().Count());
            }
        }
    }

    /// <summary>The address as it is counted: of IPv6 the network of one connection, for each has very many.</summary>
    public static string AddressOf(HttpContext http)
    {
        var address = Address(http);
        return address.GetAddressBytes() is { Length: 16 } bytes ? Convert.ToHexStringLower(bytes.AsSpan(0, 8)) : address.ToString();
    }

    /// <summary>The address as people read it.</summary>
    public static string PlainAddressOf(HttpContext http) => Address(http).ToString();

    private static IPAddress Address(HttpContext http)
        => http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : http.Connection.RemoteIpAddress ?? IPAddress.None;

    private void Forget()
    {
        while (_lately.Count > 10_000 || (_lately.TryPeek(out var oldest) && _wall.GetElapsedTime(oldest.At) > TimeSpan.FromMinutes(5)))
        {
            _lately.Dequeue();
        }
    }

    private sealed record Refusals(long Since, int Count);
}
