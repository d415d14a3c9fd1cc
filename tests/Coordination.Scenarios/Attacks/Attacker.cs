using System.Text.Json;
using Coordination.Contracts.Access;

namespace Coordination.Scenarios.Attacks;

/// <summary>Who sends a request, by what they are let in, and what is theirs.</summary>
internal sealed class Attacker(string name, Role? role, Someone? person, string credential, IReadOnlyList<Right> rights)
{
    private volatile string _credential = credential;

    public string Name => name;

    public Role? Role => role;

    public Someone? Person => person;

    /// <summary>Lines of the request's head.</summary>
    public string Credential => _credential;

    public (bool Exists, bool Title, bool All) Sees(Planted incident) => person is null ? default : incident.For(person);

    /// <summary>Whether it may be anything but refused.</summary>
    public bool May(Operation operation)
        => operation.IsOpen || (_credential.Length > 0 && operation.Rights.All(right => right.Split(" or ").Any(one => rights.Any(held => JsonNamingPolicy.KebabCaseLower.ConvertName(held.ToString()) == one))));

    /// <summary>Who has ended their sessions goes on with the one that they were given.</summary>
    public void Take(RawAnswer? answer)
    {
        var session = answer?.Headers.Where(header => header.Name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)).Select(header => header.Value.Split(';')[0]).FirstOrDefault(one => one.StartsWith("coordination=", StringComparison.Ordinal));
        if (person is not null && session is { } cookie && !cookie.EndsWith('='))
        {
            _credential = $"Cookie: {cookie}\r\n";
        }
    }
}
