using Coordination.Domain.Intake;
using Coordination.Domain.Intake.Normal;

namespace Coordination.Connectors.Intake;

/// <summary>The fields that both formats call by the same names: where something came from, where it went, and with which software.</summary>
internal static class Endpoints
{
    private const int NameLimit = 200;
    private const string AddressExpected = "an IPv4 or IPv6 address is expected, without prefix or zone.";
    private const string DomainExpected = "a domain name is expected, for example host.agency.example.";

    /// <summary>Fills in what the line says; what is wrong is kept by the reader.</summary>
    public static IncomingAlert ReadInto(IncomingAlert alert, FieldReader fields) => alert with
    {
        SourceIp = fields.Normal("source.ip", 128, IpText.TryRead, AddressExpected),
        SourceFqdn = fields.Normal("source.fqdn", 1024, DomainText.TryRead, DomainExpected),
        SourceUrl = fields.Normal("source.url", UrlText.MaxLength, UrlText.TryRead, "an absolute address is expected, for example https://host.agency.example/path."),
        SourceNetwork = Network(fields),
        SourceAccount = fields.Text("source.account", 320),
        SourceAsn = fields.Whole("source.asn", 1, AsNumberText.Greatest),
        SourcePort = (int?)fields.Whole("source.port", 0, 65535),
        DestinationIp = fields.Normal("destination.ip", 128, IpText.TryRead, AddressExpected),
        DestinationFqdn = fields.Normal("destination.fqdn", 1024, DomainText.TryRead, DomainExpected),
        DestinationPort = (int?)fields.Whole("destination.port", 0, 65535),
    };

    /// <summary>A name, as identifiers, feeds and malware have.</summary>
    public static string? Name(this FieldReader fields, string name) => fields.Text(name, NameLimit);

    private static string? Network(FieldReader fields)
    {
        if (fields.Text("source.network", 128) is not { } text)
        {
            return null;
        }

        return NetworkText.TryRead(text, out var normal, out var refusal) ? normal : fields.Refuse<string>("source.network", refusal!.Detail);
    }
}
