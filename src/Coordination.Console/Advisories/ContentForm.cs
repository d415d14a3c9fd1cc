using System.Globalization;
using Coordination.Contracts;
using Coordination.Contracts.Advisories;
using Coordination.Contracts.Incidents;

namespace Coordination.Console.Advisories;

/// <summary>An advisory's content while someone types: every field as text. What cannot be read becomes what the findings complain of at that field.</summary>
public sealed class ContentForm
{
    /// <summary>A figure that is none of any: the findings say what belongs there.</summary>
    private const decimal Unreadable = -1;

    public string Title { get; set; } = "";
    public string Summary { get; set; } = "";
    public string Details { get; set; } = "";
    public Tlp Tlp { get; set; } = Tlp.Amber;
    public Severity Severity { get; set; } = Severity.Medium;
    public bool CallForAction { get; set; }
    public DeadlineLine Answer { get; set; } = new();
    public string Language { get; set; } = "en";
    public string Tags { get; set; } = "";
    public List<ProductLine> Products { get; } = [];
    public List<VulnerabilityLine> Vulnerabilities { get; } = [];
    public List<ActionLine> Actions { get; } = [];
    public List<WorkaroundLine> Workarounds { get; } = [];
    public List<ReferenceLine> References { get; } = [];

    public static ContentForm Of(AdvisoryContent content)
    {
        var form = new ContentForm
        {
            Title = content.Title,
            Summary = content.Summary,
            Details = content.Details ?? "",
            Tlp = content.Tlp,
            Severity = content.Severity,
            CallForAction = content.CallForAction,
            Answer = DeadlineLine.Of(content.AnswerWithin),
            Language = content.Language,
            Tags = string.Join(' ', content.Tags),
        };
        form.Products.AddRange(content.Products.Select(ProductLine.Of));
        form.Vulnerabilities.AddRange(content.Vulnerabilities.Select(VulnerabilityLine.Of));
        form.Actions.AddRange(content.Actions.Select(ActionLine.Of));
        form.Workarounds.AddRange(content.Workarounds.Select(one => new WorkaroundLine { Text = one.Text, Products = one.Products }));
        form.References.AddRange(content.References.Select(one => new ReferenceLine { Url = one.Url, Summary = one.Summary, Kind = one.Kind }));
        return form;
    }

    public AdvisoryContent Build() => new()
    {
        Title = Title.Trim(),
        Summary = Summary.Trim(),
        Details = Optional(Details),
        Tlp = Tlp,
        Severity = Severity,
        CallForAction = CallForAction,
        AnswerWithin = Answer.Build(),
        Language = Language.Trim(),
        Tags = Tags.Split([' ', ',', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Products = [.. Products.Select(one => one.Build())],
        Vulnerabilities = [.. Vulnerabilities.Select(one => one.Build())],
        Actions = [.. Actions.Select(one => one.Build())],
        Workarounds = [.. Workarounds.Select(one => new Workaround(one.Text.Trim()) { Products = one.Products })],
        References = [.. References.Select(one => new AdvisoryReference(one.Url.Trim(), one.Summary.Trim(), one.Kind))],
    };

    /// <summary>A name for another product that none has yet.</summary>
    public string NextProductId()
    {
        var number = Products.Count + 1;
        while (Products.Any(one => one.Id == $"P{number}"))
        {
            number++;
        }

        return $"P{number}";
    }

    internal static string? Optional(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    internal static decimal? Figure(string text)
        => string.IsNullOrWhiteSpace(text) ? null : decimal.TryParse(text.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var figure) ? figure : Unreadable;

    internal static string Text(decimal? figure) => figure?.ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>By when: hours or a day.</summary>
public sealed class DeadlineLine
{
    public string Hours { get; set; } = "";
    public DateOnly? Date { get; set; }

    public static DeadlineLine Of(Deadline? deadline) => new() { Hours = deadline?.Hours?.ToString(CultureInfo.InvariantCulture) ?? "", Date = deadline?.Date };

    public Deadline? Build() => string.IsNullOrWhiteSpace(Hours) && Date is null ? null : new(ContentForm.Figure(Hours) is { } hours ? (int)Math.Clamp(decimal.Truncate(hours), -1, 1_000_000) : null, Date);
}

public sealed class ProductLine
{
    public string Id { get; set; } = "";
    public string Vendor { get; set; } = "";
    public string Name { get; set; } = "";
    public string Versions { get; set; } = "";
    public string Cpe { get; set; } = "";
    public string Purl { get; set; } = "";

    public static ProductLine Of(AdvisoryProduct one) => new() { Id = one.Id, Vendor = one.Vendor ?? "", Name = one.Name, Versions = one.Versions ?? "", Cpe = one.Cpe ?? "", Purl = one.Purl ?? "" };

    public AdvisoryProduct Build() => new()
    {
        Id = Id.Trim(),
        Vendor = ContentForm.Optional(Vendor),
        Name = Name.Trim(),
        Versions = ContentForm.Optional(Versions),
        Cpe = ContentForm.Optional(Cpe),
        Purl = ContentForm.Optional(Purl),
    };
}

public sealed class ActionLine
{
    public string Text { get; set; } = "";
    public ActionKind Kind { get; set; }
    public DeadlineLine Deadline { get; set; } = new();
    public string Url { get; set; } = "";

    /// <summary>Kept as they are: this form does not change for which products an action is.</summary>
    public IReadOnlyList<string> Products { get; set; } = [];

    public static ActionLine Of(RecommendedAction one) => new() { Text = one.Text, Kind = one.Kind, Deadline = DeadlineLine.Of(one.Deadline), Url = one.Url ?? "", Products = one.Products };

    public RecommendedAction Build() => new(Text.Trim(), Kind, Deadline.Build(), ContentForm.Optional(Url)) { Products = Products };
}

public sealed class WorkaroundLine
{
    public string Text { get; set; } = "";
    public IReadOnlyList<string> Products { get; set; } = [];
}

public sealed class ReferenceLine
{
    public string Url { get; set; } = "";
    public string Summary { get; set; } = "";
    public ReferenceKind Kind { get; set; }
}
