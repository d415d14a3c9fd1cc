using Coordination.Connectors.Mail;
using Coordination.Host.Composition;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Demo;

/// <summary>Joins what only the demo has: a fictional constituency, a mail server of its own, and alerts.</summary>
internal static class DemoComposition
{
    /// <returns>Whether this is a demo.</returns>
    public static bool AddDemo(this WebApplicationBuilder builder)
    {
        if (!builder.Configuration.GetValue<bool>($"{CoordinationOptions.Section}:{nameof(CoordinationOptions.Demo)}"))
        {
            return false;
        }

        var port = FreePorts.Take();
        var mail = $"{CoordinationOptions.Section}:Mail:";
        builder.Configuration[mail + nameof(MailOptions.Host)] = "127.0.0.1";
        builder.Configuration[mail + nameof(MailOptions.Port)] = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        builder.Configuration[mail + nameof(MailOptions.Security)] = nameof(MailSecurity.None);
        builder.Configuration[mail + nameof(MailOptions.From)] = "duty@cert.example";
        builder.Configuration[mail + nameof(MailOptions.FromName)] = "Demo CERT";
        builder.Configuration[mail + nameof(MailOptions.MessageIdDomain)] = "cert.example";
        builder.Services.AddSingleton(all => new SmtpListener(new() { Port = port }, all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<SmtpListener>>()));
        builder.Services.AddHostedService<DemoMailServer>();
        builder.Services.AddSingleton<DemoData>();
        builder.Services.AddHostedService<DemoTraffic>();
        return true;
    }

    public static void MapDemo(this WebApplication app) => app.MapDemoMail();
}

/// <summary>Runs the demo's mail server for as long as the server runs.</summary>
internal sealed class DemoMailServer(SmtpListener listener) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
