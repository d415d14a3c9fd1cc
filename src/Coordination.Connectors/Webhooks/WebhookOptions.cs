using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Webhooks;

/// <summary>Where webhooks may go and how they are signed.</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// Secrets by host name: <c>whsec_</c> and base64 of 24 to 64 bytes. While a secret is being changed both are given, separated by a space,
    /// and both sign.
    /// </summary>
    public IDictionary<string, string> Secrets { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Signs for hosts that have no secret of their own. Without it, nothing is sent to them.</summary>
    public string? DefaultSecret { get; set; }

    /// <summary>
    /// Lets webhooks go to this machine and to private networks. Link-local addresses, among them the metadata services of clouds, are still
    /// refused; only <see cref="AllowedHosts"/> opens those.
    /// </summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>
    /// Lets webhooks of partners and institutions go to this machine and to private networks too. Whoever subscribes names the address and sees what comes of it, so this opens what is inside
    /// to them: for tests, and where all subscribers are inside. The other exemptions never hold for them.
    /// </summary>
    public bool AllowPrivateNetworksForAll { get; set; }

    /// <summary>Host names whose addresses are not judged.</summary>
    public ISet<string> AllowedHosts { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lets webhooks go unencrypted. Anyone on the way can then read them, though not forge them.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>How long one attempt may take altogether, in seconds.</summary>
    public int TimeoutSeconds { get; set; } = 15;

    /// <summary>How many connections to one host are open at once.</summary>
    public int MaxConnectionsPerHost { get; set; } = 4;
}

/// <summary>Checks the options at start, so that a mistake shows then and not with the first alarm. It never repeats a secret.</summary>
public sealed class WebhookOptionsCheck : IValidateOptions<WebhookOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<string>();
        if (options.DefaultSecret is { Length: > 0 } secret && !WebhookSignature.TryReadSecrets(secret, out _))
        {
            errors.Add("Webhooks: DefaultSecret is whsec_ and base64 of 24 to 64 bytes.");
        }

        errors.AddRange(options.Secrets.Where(entry => !WebhookSignature.TryReadSecrets(entry.Value, out _))
            .Select(entry => $"Webhooks: the secret of '{OneLine.Of(entry.Key, 80)}' is whsec_ and base64 of 24 to 64 bytes."));
        if (options.TimeoutSeconds is < 1 or > 60 || options.MaxConnectionsPerHost is < 1 or > 100)
        {
            errors.Add("Webhooks: TimeoutSeconds is 1 to 60, MaxConnectionsPerHost 1 to 100.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
