using Microsoft.Extensions.Options;

namespace Coordination.Host.Composition;

/// <summary>Checks the options at start; a mistake is named with the setting that has it.</summary>
internal sealed class CoordinationOptionsCheck : IValidateOptions<CoordinationOptions>
{
    /// <summary>The options as they are configured, checked: how the parts are joined depends on them before there is a container to ask.</summary>
    /// <exception cref="OptionsValidationException">Something is wrong with them.</exception>
    public static CoordinationOptions Read(IConfiguration configuration)
    {
        CoordinationOptions options;
        try
        {
            options = configuration.GetSection(CoordinationOptions.Section).Get<CoordinationOptions>() ?? new();
            OpenIdOptionsCheck.ReadGroups(configuration);
        }
        catch (InvalidOperationException unreadable)
        {
            throw Wrong([unreadable.Message.Contains("Database:Engine", StringComparison.Ordinal) ? DatabaseOptionsCheck.WhichEngine(configuration) : unreadable.Message]);
        }

        var errors = Errors(options).ToArray();
        return errors.Length == 0 ? options : throw Wrong(errors);
    }

    public static OptionsValidationException Wrong(IEnumerable<string> errors) => new(CoordinationOptions.Section, typeof(CoordinationOptions), errors);

    public ValidateOptionsResult Validate(string? name, CoordinationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = Errors(options).ToArray();
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(CoordinationOptions options)
        => FolderErrors(options).Concat(OwnErrors(options)).Concat(DatabaseOptionsCheck.Errors(options.Database)).Concat(ClusterOptionsCheck.Errors(options))
            .Concat(OpenIdOptionsCheck.Errors(options)).Concat(LimitsOptionsCheck.Errors(options.Limits)).Concat(SecurityTxtOptionsCheck.Errors(options.SecurityTxt)).Concat(CsafOptionsCheck.Errors(options.Csaf));

    private static IEnumerable<string> FolderErrors(CoordinationOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataFolder) || options.DataFolder.IndexOfAny(Path.GetInvalidPathChars()) >= 0)
        {
            return ["Coordination:DataFolder must name a folder, for example ./data."];
        }

        return from folder in new (string Setting, string Path)[] { (nameof(options.DataFolder), options.Folder), (nameof(options.KeyFolder), options.Keys), (nameof(options.CheckpointFolder), options.Checkpoints) }
               where File.Exists(folder.Path)
               select $"Coordination:{folder.Setting} is {folder.Path}, which is a file. Name a folder.";
    }

    private static IEnumerable<string> OwnErrors(CoordinationOptions options)
    {
        if (options.PublicAddress.Length > 0
            && !(Uri.TryCreate(options.PublicAddress, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.PathAndQuery == "/" && address.UserInfo.Length == 0))
        {
            yield return $"Coordination:PublicAddress is '{options.PublicAddress}'; give scheme, host and perhaps port, for example https://coordination.cert.example.";
        }

        if (options.AdvisoryPrefix is not { Length: > 0 and <= 40 } prefix || !prefix.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
        {
            yield return $"Coordination:AdvisoryPrefix is '{options.AdvisoryPrefix}'; give 1 to 40 letters, digits or hyphens, for example CERT.";
        }

        if (options.IndicatorDays is < 0 or > 365)
        {
            yield return "Coordination:IndicatorDays is 0 to 365.";
        }

        if (options.Attachments.MaxBytes is < 1 or > AttachmentOptions.Most)
        {
            yield return $"Coordination:Attachments:MaxBytes is 1 to {AttachmentOptions.Most:N0}.";
        }

        if (options.Attachments.MaxBytesTogether < options.Attachments.MaxBytes)
        {
            yield return "Coordination:Attachments:MaxBytesTogether is at least Coordination:Attachments:MaxBytes.";
        }

        if (options.DemoSecondsBetweenAlerts is < 0 or > 3_600)
        {
            yield return "Coordination:DemoSecondsBetweenAlerts is 0 (never) to 3,600.";
        }
    }
}
