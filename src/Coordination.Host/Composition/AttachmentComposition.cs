using Coordination.Connectors.Attachments;
using Coordination.Domain.Attachments;
using Coordination.Grains;
using Coordination.Host.Advisories;
using Coordination.Host.Attachments;
using Coordination.Host.Incidents;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Composition;

/// <summary>Joins attachments: what takes them in, gives them out, scans them and sweeps up after them.</summary>
internal static class AttachmentComposition
{
    public static void AddAttachments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<ScannerOptions>, ScannerOptionsCheck>();
        services.AddOptions<ScannerOptions>().Bind(configuration.GetSection($"{CoordinationOptions.Section}:Attachments")).ValidateOnStart();
        services.AddSingleton<IScanner, CommandScanner>();
        services.AddAttachmentPump();
        services.AddSingleton<Uploads>();
        services.AddSingleton<UnfinishedUploads>();
        services.AddHostedService(static all => all.GetRequiredService<UnfinishedUploads>());
        services.AddSingleton<TakenFiles>();
        services.AddSingleton<IncidentAttachments>();
        services.AddSingleton<AdvisoryFiles>();
    }
}
