using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Attachments;

/// <summary>The program that looks into attachments.</summary>
public sealed class ScannerOptions
{
    /// <summary>
    /// The command, for example <c>clamdscan --no-summary -</c>. It gets the content on its standard input and says what it found by its exit code: 0 nothing, 1 malware (named on its
    /// first line), anything else a failure. No shell reads it; what has blanks stands in double quotes. Empty: nothing is scanned.
    /// </summary>
    public string ScanCommand { get; set; } = "";

    /// <summary>After so many seconds a scan has failed.</summary>
    public int ScanSeconds { get; set; } = 120;

    /// <summary>The program and what it is given.</summary>
    internal IReadOnlyList<string> Words => [.. ScanCommand.Split('"').SelectMany((part, index) => index % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}

/// <summary>Checks the options at start.</summary>
public sealed class ScannerOptionsCheck : IValidateOptions<ScannerOptions>
{
    public ValidateOptionsResult Validate(string? name, ScannerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.ScanCommand.Count(character => character == '"') % 2 == 1 ? ValidateOptionsResult.Fail("Coordination:Attachments:ScanCommand has a double quote without its other half.")
            : options.ScanSeconds is < 1 or > 3_600 ? ValidateOptionsResult.Fail("Coordination:Attachments:ScanSeconds is 1 to 3,600.")
            : ValidateOptionsResult.Success;
    }
}
