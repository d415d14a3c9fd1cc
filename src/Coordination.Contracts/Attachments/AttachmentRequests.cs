using Coordination.Contracts.Institutions;

namespace Coordination.Contracts.Attachments;

/// <summary>What is said of a file that is added. It goes in the header <see cref="Header"/> as JSON (characters beyond ASCII escaped), because the body is the file.</summary>
public sealed record AttachRequest
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "Coordination-Attachment";

    /// <summary>The media type of the body, whatever the file is.</summary>
    public const string BodyType = "application/octet-stream";

    /// <summary>The file's name; folders before it are left out.</summary>
    public required string Name { get; init; }

    /// <summary>Who may be told; without it AMBER, or the label of what it is added to where that is stricter.</summary>
    public Tlp? Tlp { get; init; }
    public string? Description { get; init; }

    /// <summary>The one institution for which it is meant besides those who work on the case.</summary>
    public InstitutionId? Institution { get; init; }

    /// <summary>What the sender takes it for. It is compared with the content and not believed.</summary>
    public string? MediaType { get; init; }

    /// <summary>SHA-256 in hexadecimal digits, where the sender knows it: what arrives otherwise is refused.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Malware or suspected malware, added on purpose.</summary>
    public bool Sample { get; init; }
}

/// <summary>Takes it away, and why. Its content is deleted.</summary>
public sealed record RemoveAttachmentRequest(string Reason);

/// <summary>Keeps it although it is or may be infected, and why.</summary>
public sealed record KeepSampleRequest(string Reason);
