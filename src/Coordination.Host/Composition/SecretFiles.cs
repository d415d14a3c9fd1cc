using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace Coordination.Host.Composition;

/// <summary>
/// Settings that stand in files, as secrets are handed to containers: <c>NAME_FILE</c> names the file, and <c>NAME</c> has what is in it. For settings of the product
/// and of its web server only: others use the ending for other things. They count like environment variables, so the command line goes before them.
/// </summary>
internal static class SecretFiles
{
    private const string Ending = "_FILE";
    private static readonly string[] Sections = [$"{CoordinationOptions.Section}:", "Kestrel:"];

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A file is not there or cannot be read, or a setting is given twice. Names the settings, never what is in them.</exception>
    public static void AddTo(ConfigurationManager configuration)
    {
        var errors = new List<string>();
        var read = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, file) in configuration.AsEnumerable().Where(one => IsMeant(one.Key) && !string.IsNullOrEmpty(one.Value)))
        {
            var setting = name[..^Ending.Length];
            if (IsGivenBesides(configuration, setting))
            {
                errors.Add($"{setting} and {Variable(name)} are both set. Remove one of them.");
            }
            else if (Read(file!, out var content) is { } why)
            {
                errors.Add($"{Variable(name)} names {file}, {why}");
            }
            else
            {
                read[setting] = content;
            }
        }

        if (errors.Count > 0)
        {
            throw CoordinationOptionsCheck.Wrong(errors);
        }

        if (read.Count > 0)
        {
            var last = configuration.Sources.LastOrDefault(static source => source is EnvironmentVariablesConfigurationSource);
            configuration.Sources.Insert(last is null ? 0 : configuration.Sources.IndexOf(last) + 1, new MemoryConfigurationSource { InitialData = read });
        }
    }

    private static bool IsMeant(string key) => key.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) && Sections.Any(section => key.StartsWith(section, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the setting itself is set, other than on the command line, which always goes before.</summary>
    private static bool IsGivenBesides(IConfigurationRoot configuration, string setting)
        => configuration.Providers.Any(provider => provider is not CommandLineConfigurationProvider && provider.TryGet(setting, out var value) && !string.IsNullOrEmpty(value));

    private static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    /// <returns>Why it could not be read, or null.</returns>
    private static string? Read(string file, out string content)
    {
        content = "";
        try
        {
            content = File.ReadAllText(file);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return "which is not there.";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return "which cannot be read by this process. It must be a file, and its reader be the user that the server runs as.";
        }

        content = content.EndsWith("\r\n", StringComparison.Ordinal) ? content[..^2] : content.EndsWith('\n') ? content[..^1] : content;
        return content.Length == 0 ? "which is empty." : null;
    }
}
