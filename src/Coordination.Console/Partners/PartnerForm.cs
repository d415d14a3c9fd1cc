using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Console.Partners;

/// <summary>A partner's record while it is written.</summary>
internal sealed class PartnerForm
{
    /// <summary>The fields that show their own refusals.</summary>
    public static readonly string[] Paths = ["name", "kind", "country", "ceiling", "agreement", "approval", "identities", "keys", "contacts"];

    public string Name { get; set; } = "";

    public PartnerKind Kind { get; set; }

    public string? Country { get; set; }

    public bool Nda { get; set; }

    public DateTime? From { get; set; }

    /// <summary>The last day on which it is good.</summary>
    public DateTime? Until { get; set; }

    public string? Approval { get; set; }

    public Tlp Ceiling { get; set; } = Tlp.Green;

    public HashSet<PartnerTopic> Topics { get; init; } = [];

    public string Identities { get; set; } = "";

    public bool OldLabels { get; set; }

    /// <summary>Only of a CERT: it is of no Member State.</summary>
    public bool Outside { get; set; }

    public List<KeyLine> Keys { get; init; } = [];

    public List<ContactLine> Contacts { get; init; } = [];

    /// <summary>Moments of the record that a day would not say: they are kept as long as their day is not changed.</summary>
    private (DateTimeOffset? From, DateTimeOffset? Until) _exact;

    public static PartnerForm Of(PartnerRequest facts) => new()
    {
        Name = facts.Name,
        Kind = facts.Kind,
        Country = facts.Country,
        Nda = facts.Agreement.Nda,
        From = FirstDay(facts.Agreement.From),
        Until = LastDay(facts.Agreement.Until),
        Approval = facts.Agreement.Approval,
        Ceiling = facts.Ceiling,
        Topics = [.. facts.Topics],
        Identities = string.Join('\n', facts.Identities),
        OldLabels = facts.OldLabels,
        Outside = facts.Outside,
        Keys = [.. facts.Keys.Select(key => new KeyLine { Fingerprint = key.Fingerprint, Armored = key.Armored })],
        Contacts = [.. facts.Contacts.Select(contact => new ContactLine { Name = contact.Name, Channel = contact.Channel, Address = contact.Address, Role = contact.Role })],
        _exact = (facts.Agreement.From, facts.Agreement.Until),
    };

    public PartnerRequest Request() => new()
    {
        Name = Name.Trim(),
        Kind = Kind,
        Country = Some(Country),
        Agreement = new(
            Nda,
            From == FirstDay(_exact.From) ? _exact.From : Midnight(From),
            Until == LastDay(_exact.Until) ? _exact.Until : Midnight(Until?.AddDays(1)),
            Some(Approval)),
        Ceiling = Ceiling,
        Topics = [.. Topics.Order()],
        Identities = Identities.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        OldLabels = OldLabels,
        Outside = Outside && Kind == PartnerKind.Cert,
        Keys = [.. Keys.Select(key => new PartnerKey(string.Concat(key.Fingerprint.Where(char.IsAsciiLetterOrDigit)), Some(key.Armored)))],
        Contacts = [.. Contacts.Select(contact => new Contact(contact.Name.Trim(), contact.Channel, contact.Address.Trim(), contact.Role))],
    };

    private static DateTime? FirstDay(DateTimeOffset? at) => at?.LocalDateTime.Date;

    private static DateTime? LastDay(DateTimeOffset? at) => at?.LocalDateTime.AddTicks(-1).Date;

    private static DateTimeOffset? Midnight(DateTime? day) => day is { } date ? new DateTimeOffset(DateTime.SpecifyKind(date.Date, DateTimeKind.Local)) : null;

    private static string? Some(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    internal sealed class KeyLine
    {
        public string Fingerprint { get; set; } = "";

        public string? Armored { get; set; }
    }

    internal sealed class ContactLine
    {
        public string Name { get; set; } = "";

        public Channel Channel { get; set; }

        public string Address { get; set; } = "";

        public ContactRole Role { get; set; }
    }
}
