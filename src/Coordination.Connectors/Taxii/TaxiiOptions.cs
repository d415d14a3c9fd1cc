using Microsoft.Extensions.Options;

namespace Coordination.Connectors.Taxii;

/// <summary>Where partners' TAXII servers may be gone to, and how much of them is read.</summary>
public sealed class TaxiiOptions
{
    /// <summary>Lets it go to this machine and to private networks. Link-local addresses, among them the metadata services of clouds, are still refused.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Host names whose addresses are not judged.</summary>
    public ISet<string> AllowedHosts { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lets it go unencrypted. Anyone on the way can then read the password and whatever is exchanged.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>How long one answer may take altogether, redirects included, in seconds.</summary>
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>How many objects are asked for at once.</summary>
    public int PageObjects { get; set; } = 500;

    /// <summary>The largest answer that is read, and the largest document that is sent, in bytes.</summary>
    public int MostBytes { get; set; } = 10_000_000;
}

/// <summary>Checks the options at start.</summary>
public sealed class TaxiiOptionsCheck : IValidateOptions<TaxiiOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, TaxiiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.TimeoutSeconds is >= 1 and <= 600 && options.PageObjects is >= 1 and <= 10_000 && options.MostBytes is >= 10_000 and <= 64 * 1024 * 1024
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Coordination:Taxii:TimeoutSeconds is 1 to 600, PageObjects 1 to 10000, MostBytes 10000 to 67108864.");
    }
}
