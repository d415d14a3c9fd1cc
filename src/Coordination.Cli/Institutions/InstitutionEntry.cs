using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;

namespace Coordination.Cli.Institutions;

/// <summary>An institution as a file tells it. What is null the file does not speak of: it stays as it is.</summary>
internal sealed record InstitutionEntry(string Name, string Abbreviation)
{
    public string? Kind { get; init; }
    public string? Country { get; init; }
    public IReadOnlyList<string>? Networks { get; init; }
    public IReadOnlyList<string>? Domains { get; init; }
    public IReadOnlyList<long>? AsNumbers { get; init; }
    public IReadOnlyList<Contact>? Contacts { get; init; }

    /// <summary>What the server is asked to record.</summary>
    public InstitutionRequest Request(InstitutionView? known) => new()
    {
        Name = Name,
        Abbreviation = Abbreviation,
        Kind = Empty(Kind ?? known?.Kind),
        Country = Empty(Country ?? known?.Country),
        Networks = Networks ?? Known(known, AssetKind.Network),
        Domains = Domains ?? Known(known, AssetKind.Domain),
        AsNumbers = AsNumbers ?? [.. Known(known, AssetKind.AsNumber).Select(long.Parse)],
        Contacts = Contacts ?? known?.Contacts ?? [],
    };

    public static InstitutionFacts Facts(InstitutionView view)
        => new(view.Name, view.Abbreviation, view.Kind, view.Country, [.. view.Assets], [.. view.Contacts]);

    private static List<string> Known(InstitutionView? view, AssetKind kind)
        => view is null ? [] : [.. view.Assets.Where(asset => asset.Kind == kind).Select(asset => asset.Value)];

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>One row of a file: an institution, or why it cannot be read.</summary>
internal sealed record InstitutionRow(int Line, InstitutionEntry? Entry, string? Refusal = null);

/// <summary>All rows of a file, and the names of what is in it but not taken.</summary>
internal sealed record InstitutionFile(IReadOnlyList<InstitutionRow> Rows, IReadOnlyCollection<string> NotTaken);
