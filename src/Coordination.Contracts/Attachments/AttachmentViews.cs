using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;

namespace Coordination.Contracts.Attachments;

/// <summary>Where the examination of an attachment by the scanner stands.</summary>
public enum ScanState
{
    /// <summary>There was no scanner when it was added.</summary>
    None,

    /// <summary>It is kept back until it has been scanned.</summary>
    Waiting,
    Clean,
    Infected,

    /// <summary>The scanner failed again and again: it is kept back, and someone has to ask for it anew.</summary>
    Failed,
}

/// <summary>A file that belongs to a thing.</summary>
public sealed record AttachmentView
{
    public required AttachmentId Id { get; init; }

    /// <summary>A file name without folders, and without characters that would make it look like another.</summary>
    public required string Name { get; init; }

    /// <summary>What the content is, by its first bytes; nobody's word was taken for it.</summary>
    public required string MediaType { get; init; }

    /// <summary>What its name or its sender says that it is, where the content is something else.</summary>
    public string? Claimed { get; init; }
    public required long Size { get; init; }

    /// <summary>SHA-256 of the content, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
    public required Tlp Tlp { get; init; }

    /// <summary>Nobody gave it a label: it is AMBER, or what it was added to where that is stricter.</summary>
    public bool TlpIsDefault { get; init; }
    public string? Description { get; init; }

    /// <summary>Who added it; null where that is not the viewer's to know.</summary>
    public PersonRef? By { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The one institution for which it is meant besides those who work on the case.</summary>
    public InstitutionRef? Institution { get; init; }
    public ScanState Scan { get; init; }

    /// <summary>What the scanner found, or why it failed.</summary>
    public string? ScanDetail { get; init; }

    /// <summary>Malware or suspected malware, kept on purpose: it is given out only as a zip that the password <c>infected</c> opens.</summary>
    public bool Sample { get; init; }

    /// <summary>It is not given out: not scanned yet, or infected and no sample.</summary>
    public bool KeptBack { get; init; }

    /// <summary>The first attachment of the same thing that has the same content.</summary>
    public AttachmentId? SameAs { get; init; }
}
