using Coordination.Contracts;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Attachments;

/// <summary>What is known of a file when it is added. Its content is kept elsewhere, under the key of the thing's stream.</summary>
public sealed record AttachmentFacts
{
    public required AttachmentId Id { get; init; }
    public required string Name { get; init; }

    /// <summary>By its content.</summary>
    public required string MediaType { get; init; }

    /// <summary>What it is said to be and is not.</summary>
    public string? Claimed { get; init; }
    public required long Size { get; init; }
    public required string Sha256 { get; init; }

    /// <summary>Under which name its content is kept: each upload has its own, so that two under one key do not mix.</summary>
    public required string Content { get; init; }
    public string? Description { get; init; }

    /// <summary>For which institution it is meant besides those who work on the case.</summary>
    public InstitutionId? Institution { get; init; }

    /// <summary>A refusal where it cannot be kept like this.</summary>
    public Refusal? Check()
        => !FileName.TryRead(Name, out var safe) || safe != Name ? AttachmentRefusals.NameInvalid
            : Size <= 0 ? AttachmentRefusals.Empty
            : Texts.Refuse("description", Description, 2_000);
}

/// <summary>A file that belongs to a thing, as decisions need it.</summary>
/// <param name="By">The actor who added it.</param>
/// <param name="ScanAttempts">How often the scanner has failed since it was last asked for.</param>
/// <param name="Sample">Malware that is kept on purpose.</param>
public sealed record Attachment(
    AttachmentFacts Facts, Tlp Tlp, bool TlpIsDefault, string By, DateTimeOffset At, ScanState Scan, string? ScanDetail = null, int ScanAttempts = 0, bool Sample = false)
{
    /// <summary>It is not given out: not scanned yet, or infected and no sample. A sample leaves in a locked zip, whatever the scanner says.</summary>
    public bool IsKeptBack => !Sample && Scan is ScanState.Waiting or ScanState.Infected or ScanState.Failed;
}

/// <summary>An attachment as lists show it.</summary>
/// <param name="Subject">The stream of the thing that it belongs to.</param>
public sealed record AttachmentRow(string Subject, Attachment Attachment);

/// <summary>The rows of attachments, of whatever thing.</summary>
public static class AttachmentRows
{
    public static readonly RowTable<AttachmentRow> Table = new("attachment_row",
    [
        RowTable<AttachmentRow>.Text("subject", row => row.Subject),
        RowTable<AttachmentRow>.Instant("at", row => row.Attachment.At),
    ])
    { Indexes = ["subject, at"] };

    /// <summary>What changes between two states of a thing.</summary>
    public static IEnumerable<RowChange> Of(StreamId subject, IReadOnlyList<Attachment> before, IReadOnlyList<Attachment> after)
        => after.Except(before).Select(one => Table.Put(one.Facts.Id.Value, new(subject.Value, one)))
            .Concat(before.Select(one => one.Facts.Id).Except(after.Select(one => one.Facts.Id)).Select(gone => Table.Remove(gone.Value)));
}

/// <summary>Why something about an attachment is refused. The codes are stable.</summary>
public static class AttachmentRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "attachment.unknown", "There is no such attachment, or you may not see it.");
    public static readonly Refusal NameInvalid = new(
        RefusalKind.Invalid, "attachment.name-invalid", $"Give a file name of at most {FileName.MaxLength} characters, without control or invisible characters and none of < > : \" | ? *.", "name");
    public static readonly Refusal Empty = new(RefusalKind.Invalid, "attachment.empty", "The file is empty. Send its content as the body.");
    public static readonly Refusal TooMany = new(RefusalKind.Conflict, "attachment.too-many", $"At most {Attached.Most} attachments belong to one thing. Put what belongs together into one archive, or remove what is no longer needed.");
    public static readonly Refusal NotScannedYet = new(RefusalKind.Conflict, "attachment.not-scanned", "It is kept back until it has been scanned. Try again in a while; where the scanner failed, ask for it again.");
    public static readonly Refusal Scanned = new(RefusalKind.Conflict, "attachment.scan-waits", "It waits for the scanner already.");
    public static readonly Refusal NoScanner = new(RefusalKind.Conflict, "attachment.no-scanner", "No scanner is set. An operator sets Coordination:Attachments:ScanCommand.");
    public static readonly Refusal Damaged = new(RefusalKind.Invalid, "attachment.damaged", "What arrived has another SHA-256 than was announced. Send it again.", "sha256");
    public static readonly Refusal HashInvalid = new(RefusalKind.Invalid, "attachment.hash-invalid", "A SHA-256 has 64 hexadecimal digits.", "sha256");

    public static Refusal TooMuch(long most) => new(
        RefusalKind.Conflict, "attachment.too-much", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The attachments of one thing may have {most:N0} bytes together. Remove what is no longer needed."));

    public static Refusal Infected(string? found) => new(
        RefusalKind.Conflict, "attachment.infected", $"The scanner found: {found ?? "something"}. Keep it as a sample if it is needed; then it is given out in a locked zip.");
}

/// <summary>The attachments of one thing, together.</summary>
public static class Attached
{
    public const int Most = 500;

    /// <summary>A refusal where one more has no room.</summary>
    public static Refusal? NoRoom(IReadOnlyCollection<Attachment> all, AttachmentFacts another, long mostBytes)
        => all.Count >= Most ? AttachmentRefusals.TooMany
            : all.Sum(one => one.Facts.Size) + another.Size > mostBytes ? AttachmentRefusals.TooMuch(mostBytes)
            : null;
}
