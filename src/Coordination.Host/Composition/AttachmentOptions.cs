namespace Coordination.Host.Composition;

/// <summary>How large attachments may be. What scans them is set in the same section: <see cref="Connectors.Attachments.ScannerOptions"/>.</summary>
public sealed class AttachmentOptions
{
    /// <summary>No setting allows more: what is larger belongs on a file server.</summary>
    public const long Most = 2_000_000_000;

    /// <summary>The largest file. A proxy in front must let as much through.</summary>
    public long MaxBytes { get; set; } = 25 * 1024 * 1024;

    /// <summary>How many bytes the attachments of one incident may have together.</summary>
    public long MaxBytesTogether { get; set; } = 1024 * 1024 * 1024;
}
