namespace Coordination.Host.Composition;

/// <summary>What an operator sets, in the section <c>Coordination</c> of the configuration.</summary>
public sealed class CoordinationOptions
{
    public const string Section = "Coordination";

    /// <summary>Where the data file, its keys, checkpoints and snapshots lie. Not on a network share.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>Under which address people and links reach this server, for example <c>https://coordination.cert.example</c>. Empty: the first address it listens on.</summary>
    public string PublicAddress { get; set; } = "";

    /// <summary>Shows itself with a fictional constituency, in a folder <c>demo</c> of its own.</summary>
    public bool Demo { get; set; }

    /// <summary>How often the demo sends itself an alert, in seconds. 0: never.</summary>
    public double DemoSecondsBetweenAlerts { get; set; } = 8;

    /// <summary>The folder of the master key and of the keys that sign checkpoints and CSAF documents. Empty: <c>keys</c> in the data folder. All processes of one database need the same.</summary>
    public string KeyFolder { get; set; } = "";

    /// <summary>The folder of the signed checkpoints of this process. Empty: <c>checkpoints</c> in the data folder.</summary>
    public string CheckpointFolder { get; set; } = "";

    /// <summary>What the numbers of advisories begin with: <c>CERT</c> gives <c>CERT-2026-0001</c>.</summary>
    public string AdvisoryPrefix { get; set; } = "CERT";

    /// <summary>In the alerts of how many days a new indicator of a partner is looked for.</summary>
    public int IndicatorDays { get; set; } = 7;

    public AttachmentOptions Attachments { get; set; } = new();

    public DatabaseOptions Database { get; set; } = new();

    public ClusterOptions Cluster { get; set; } = new();

    public OpenIdOptions OpenId { get; set; } = new();

    public LimitsOptions Limits { get; set; } = new();

    public SecurityTxtOptions SecurityTxt { get; set; } = new();

    public CsafOptions Csaf { get; set; } = new();

    public ExchangeOptions Exchange { get; set; } = new();

    /// <summary>The folder that is really used.</summary>
    internal string Folder => Path.GetFullPath(Demo ? Path.Combine(DataFolder, "demo") : DataFolder);

    internal string DataFile => Path.Combine(Folder, "coordination.db");

    internal string Keys => KeyFolder.Length > 0 ? Path.GetFullPath(KeyFolder) : Path.Combine(Folder, "keys");

    internal string Checkpoints => CheckpointFolder.Length > 0 ? Path.GetFullPath(CheckpointFolder) : Path.Combine(Folder, "checkpoints");

    internal string SnapshotFile => Path.Combine(Folder, "snapshots.db");

    /// <summary>Where older versions kept the keys that sign sessions and links, in plain text. They are taken into the database once.</summary>
    internal string SessionKeyFolder => Path.Combine(Folder, "session-keys");
}
