using System.Collections.Frozen;
using System.Net;
using System.Text.RegularExpressions;
using Coordination.Contracts.Incidents;

namespace Coordination.Connectors.Stix.Patterns;

/// <summary>Turns a comparison into something that can be held against our observables, or says why it cannot.</summary>
internal static partial class PatternComparison
{
    private static readonly string[] Addresses = ["ipv4-addr", "domain-name"];

    public static PatternNode Of(string path, string comparison, bool negated, IReadOnlyList<string> constants)
    {
        var name = path.Length > 60 ? path[..60] : path;
        if (negated || comparison is not ("=" or "==" or "IN" or "ISSUBSET"))
        {
            return new UnclearNode($"The comparison {(negated ? "NOT " : "")}{comparison} of {name} is not evaluated here.");
        }

        var colon = path.IndexOf(':', StringComparison.Ordinal);
        var (type, property) = (path[..colon], path[(colon + 1)..]);
        if (comparison == "ISSUBSET")
        {
            return type is "ipv4-addr" or "ipv6-addr" && property == "value" && IPNetwork.TryParse(constants[0], out var network) ? new NetworkNode(network) : new UnclearNode($"ISSUBSET of {name} is not evaluated here.");
        }

        if (ReferredType().IsMatch(path))
        {
            return constants.Count == 1 ? new TypeNode(constants[0]) : new JoinedNode([.. constants.Select(one => new TypeNode(one))], And: false);
        }

        // Where an object refers to others, what counts is what they are.
        string[] types = Referred().IsMatch(path) ? (type == "email-message" ? ["email-addr"] : Addresses) : [type];
        property = types[0] == type ? property : "value";
        var values = constants.Select(constant => types.Select(one => StixObservables.Normal(one, property, constant)).OfType<Observable>().FirstOrDefault()).ToArray();
        var known = new ValueNode(values.OfType<Observable>().ToFrozenSet());
        return values.All(value => value is not null) ? known
            : known.Values.Count == 0 ? Foreign(name)
            : new JoinedNode([known, Foreign(name)], And: false);
    }

    private static UnclearNode Foreign(string name) => new($"{name} is nothing that is observed here, or not compared with such a value.");

    [GeneratedRegex(@"^(network-traffic:(src|dst)_ref|email-message:(from_ref|sender_ref|(to|cc|bcc)_refs\[(\*|\d+)\])|domain-name:resolves_to_refs\[(\*|\d+)\])\.value\z")]
    private static partial Regex Referred();

    [GeneratedRegex(@"^network-traffic:(src|dst)_ref\.type\z")]
    private static partial Regex ReferredType();
}
