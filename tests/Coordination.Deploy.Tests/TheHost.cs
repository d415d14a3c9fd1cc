using Coordination.Host.Composition;
using Coordination.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Coordination.Deploy.Tests;

/// <summary>What the real host, built and not started, says of itself. The files must agree with it.</summary>
internal static class TheHost
{
    private static readonly Lazy<WebApplication> Built = new(() => Build());

    /// <summary>How long it gives its own work to end.</summary>
    public static TimeSpan ShutdownTimeout => Built.Value.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;

    /// <summary>The largest body that it takes.</summary>
    public static long MaxBody => Built.Value.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MaxRequestBodySize!.Value;

    /// <summary>The largest body that any route takes: a file is larger than what is read as JSON.</summary>
    public static long LargestBody => Math.Max(MaxBody, Built.Value.Services.GetRequiredService<IOptions<CoordinationOptions>>().Value.Attachments.MaxBytes);

    /// <summary>How often it says something on a silent web socket.</summary>
    public static TimeSpan KeepAlive => Built.Value.Services.GetRequiredService<IOptions<HubOptions>>().Value.KeepAliveInterval!.Value;

    /// <summary>The patterns of everything that it answers.</summary>
    public static IReadOnlySet<string> Routes { get; } = ((IEndpointRouteBuilder)Built.Value).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Select(endpoint => $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}").ToHashSet(StringComparer.Ordinal);

    public static WebApplication Build(params string[] settings)
        => CoordinationApp.Build(["--applicationName", typeof(CoordinationApp).Assembly.GetName().Name!, "--urls", "http://127.0.0.1:0", .. settings]);
}
