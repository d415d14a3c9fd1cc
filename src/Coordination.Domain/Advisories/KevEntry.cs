using Coordination.Contracts.Advisories;

namespace Coordination.Domain.Advisories;

/// <summary>What a catalogue of exploited vulnerabilities says of one.</summary>
/// <param name="Added">The day on which the catalogue took it up.</param>
/// <param name="Due">By when the catalogue wants it mended.</param>
/// <param name="Source">Who reported it to the catalogue, where that is said.</param>
public sealed record KevEntry(string Cve, DateOnly Added, DateOnly? Due = null, bool Ransomware = false, string? Name = null, string? Source = null)
{
    /// <summary>The mark that advisories show.</summary>
    public KevMark MarkOf(KevCatalogue catalogue, string origin) => new(catalogue, Added, Source is null ? origin : $"{origin} ({Source})", Due, Ransomware);
}

/// <summary>A catalogue of exploited vulnerabilities as a file had it.</summary>
/// <param name="Date">As the file says, else the day of the import.</param>
/// <param name="Sha256">Of the file.</param>
/// <param name="Unread">Vulnerabilities whose lines were refused: what was known of them stays.</param>
public sealed record KevFile(string? Version, DateOnly Date, string Origin, string Sha256, IReadOnlyList<KevEntry> Entries, IReadOnlyList<string> Unread);

/// <summary>Exploit prediction scores as a file had them; they are kept as a content, see <see cref="EpssTable"/>.</summary>
/// <param name="Content">The name of the content.</param>
/// <param name="Size">Its bytes.</param>
public sealed record ScoreFile(string? Version, DateOnly Date, string Origin, string Sha256, int Count, string Content, long Size);
