using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using Coordination.Connectors.Attachments;
using Coordination.Connectors.Fetch;
using Coordination.Connectors.Mail;
using Coordination.Connectors.Webhooks;
using Coordination.Host.Composition;

namespace Coordination.Deploy.Tests;

/// <summary>One setting of the host, as an environment variable names it.</summary>
internal sealed record Setting(string Variable, Type Type, string Default, string Meaning)
{
    /// <summary>Entries are named below it: by host name, or by number.</summary>
    public bool HasEntries => Type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(Type);
}

/// <summary>All settings, by reflection over the classes that the host binds them to, with what their comments say.</summary>
internal static class Settings
{
    private const string FromFile = "_FILE";

    /// <summary>Not ours, but the runtime's, the web server's or the telemetry's; each is documented by its makers.</summary>
    private static readonly string[] Others =
    [
        "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "ASPNETCORE_HTTP_PORTS", "DOTNET_EnableDiagnostics",
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_RESOURCE_ATTRIBUTES",
    ];

    public static IReadOnlyList<Setting> All { get; } =
    [
        .. Of(typeof(CoordinationOptions), CoordinationOptions.Section),
        .. Of(typeof(ScannerOptions), $"{CoordinationOptions.Section}__Attachments"),
        .. Of(typeof(MailOptions), $"{CoordinationOptions.Section}__Mail"),
        .. Of(typeof(WebhookOptions), $"{CoordinationOptions.Section}__Webhooks"),
        .. Of(typeof(FetchOptions), $"{CoordinationOptions.Section}__Fetch"),
    ];

    /// <summary>What is wrong with a variable in a file; null: it is one that the host reads, with a value that it can take.</summary>
    public static string? Problem(string variable, string value)
    {
        if (!variable.StartsWith($"{CoordinationOptions.Section}__", StringComparison.OrdinalIgnoreCase))
        {
            return Others.Contains(variable) ? null : $"{variable} is not read by the host";
        }

        var fromFile = variable.EndsWith(FromFile, StringComparison.Ordinal);
        var name = fromFile ? variable[..^FromFile.Length] : variable;
        var setting = All.FirstOrDefault(one => one.Variable == name || (one.HasEntries && name.StartsWith($"{one.Variable}__", StringComparison.Ordinal)));
        if (setting is null)
        {
            return $"{variable} is no setting";
        }

        // Filled in from outside, by the shell, by systemd or by Kubernetes.
        if (value.Length == 0 || value.Contains('$', StringComparison.Ordinal))
        {
            return null;
        }

        return fromFile
            ? value.StartsWith('/') || value.StartsWith("%d/", StringComparison.Ordinal) ? null : $"{variable} names no file: {value}"
            : Takes(setting.Type, value) ? null : $"{variable} cannot be '{value}'";
    }

    private static bool Takes(Type type, string value)
        => type.IsEnum ? Enum.GetNames(type).Contains(value)
            : type == typeof(bool) ? bool.TryParse(value, out _)
            : type == typeof(long) ? long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            : type == typeof(int) ? int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            : type != typeof(double) || double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static IEnumerable<Setting> Of(Type type, string prefix)
    {
        var made = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(property => property.MetadataToken))
        {
            var variable = $"{prefix}__{property.Name}";
            if (property.PropertyType is { IsClass: true } inner && inner != typeof(string) && inner.Namespace!.StartsWith("Coordination.", StringComparison.Ordinal))
            {
                foreach (var below in Of(inner, variable))
                {
                    yield return below;
                }
            }
            else
            {
                yield return new(variable, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, Show(property.GetValue(made)), Comment(property));
            }
        }
    }

    private static string Show(object? value) => value switch
    {
        null or "" => "",
        bool yes => yes ? "true" : "false",
        string text => text,
        IEnumerable => "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Comment(PropertyInfo property)
    {
        var member = $"P:{property.DeclaringType!.FullName}.{property.Name}";
        var document = XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{property.DeclaringType.Assembly.GetName().Name}.xml"));
        var summary = document.Descendants("member").SingleOrDefault(one => (string?)one.Attribute("name") == member)?.Element("summary");
        return summary is null ? "" : string.Join(' ', Plain(summary).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Plain(XElement summary)
    {
        var text = new StringBuilder();
        foreach (var node in summary.Nodes())
        {
            text.Append(node switch
            {
                XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                XElement { Name.LocalName: "see" } link => $"`{((string)link.Attribute("cref")!).Split('.')[^1]}`",
                XText words => words.Value,
                _ => "",
            });
        }

        return text.ToString();
    }
}
