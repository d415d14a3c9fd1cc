using Coordination.Connectors.Stix;
using Coordination.Domain.Exchange;

namespace Coordination.Host.Composition;

/// <summary>In whose name objects go to partners, in <c>Coordination:Exchange</c>. What is not set is taken from the publisher of CSAF documents.</summary>
public sealed class ExchangeOptions
{
    /// <summary>The CERT's name, as partners read it.</summary>
    public string Name { get; set; } = "";

    /// <summary>An https address of its own, for example <c>https://cert.example</c>. All ids of objects follow from it: it is set before anything is shared, and never changed. Without it they follow from the database, whoever has it open.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>How the CERT is reached.</summary>
    public string Contact { get; set; } = "";

    /// <summary>From when on the identity counts as made, for every server the same: it is the version under which all partners know it.</summary>
    private static readonly DateTimeOffset Since = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Who writes: the same on every process, and after every start.</summary>
    internal static StixPublisher Publisher(CoordinationOptions options, string installation)
        => new(
            First(options.Exchange.Name, options.Csaf.Name, "Coordination"),
            First(options.Exchange.Namespace, options.Csaf.Namespace, $"urn:coordination:{installation}"),
            Since,
            First(options.Exchange.Contact, options.Csaf.Contact) is { Length: > 0 } contact ? contact : null);

    /// <summary>The ids under which it writes.</summary>
    internal static OurIdentities Identities(StixPublisher publisher)
        => new([.. Enum.GetValues<TlpVersion>().Select(version => new StixProducer(publisher, version).Self)], StixTime.Of(publisher.Since).Text);

    private static string First(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0)
            {
                return text;
            }
        }

        return "";
    }
}
