using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Fetch;

/// <summary>Where others' publications may be fetched from.</summary>
public sealed class FetchOptions
{
    /// <summary>Lets it go to this machine and to private networks. Link-local addresses, among them the metadata services of clouds, are still refused.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Host names whose addresses are not judged.</summary>
    public ISet<string> AllowedHosts { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lets it go unencrypted. Anyone on the way can then write something else.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>How long one file may take altogether, redirects included, in seconds.</summary>
    public int TimeoutSeconds { get; set; } = 60;
}

/// <summary>Checks the options at start.</summary>
public sealed class FetchOptionsCheck : IValidateOptions<FetchOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, FetchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.TimeoutSeconds is >= 1 and <= 600 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail("Coordination:Fetch:TimeoutSeconds is 1 to 600.");
    }
}
