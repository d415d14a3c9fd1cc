using Coordination.Host.Composition;
using Coordination.Host.Demo;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Coordination.Host;

/// <summary>The whole server, joined. The program and the tests start the same thing.</summary>
public static class CoordinationApp
{
    private const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>Builds the server without starting it.</summary>
    /// <param name="args">The command line: <c>--demo</c>, <c>--urls</c>, or any setting as <c>--Coordination:Name=value</c>.</param>
    /// <param name="configure">Changes what is about to be built: another clock, another sender.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(
        [
            // Options are checked once, at start. Watching the settings' folder would also mean being woken by every write to a data folder that lies below it.
            "--hostBuilder:reloadConfigOnChange=false",
            .. args.Select(static arg => arg == "--demo" ? $"--{CoordinationOptions.Section}:{nameof(CoordinationOptions.Demo)}=true" : arg),
        ]);
        // Without it the output of a build, started as it is, would not find the console's files.
        builder.WebHost.UseStaticWebAssets();
        configure?.Invoke(builder);
        SecretFiles.AddTo(builder.Configuration);
        builder.WebHost.UseUrls(FreePorts.Fill(builder.Configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls ? urls : DefaultUrls));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IValidateOptions<CoordinationOptions>, CoordinationOptionsCheck>();
        builder.Services.AddOptions<CoordinationOptions>().Bind(builder.Configuration.GetSection(CoordinationOptions.Section)).ValidateOnStart();
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);

        var options = CoordinationOptionsCheck.Read(builder.Configuration);
        var demo = builder.AddDemo();
        builder.Services.AddStorage(options);
        builder.AddSilo(options);
        builder.AddAccess();
        builder.AddOpenId(options.OpenId);
        builder.AddConnectors();
        builder.AddPeers();
        builder.AddSurface();
        builder.AddTelemetry();
        builder.Services.AddHostedService<Welcome>();

        var app = builder.Build();
        app.MapSurface();
        if (demo)
        {
            app.MapDemo();
        }

        return app;
    }
}
