using Coordination.Domain.Live;
using Coordination.Host.Notification;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Coordination.Host.Composition;

/// <summary>Measurements and traces, sent by OTLP where the operator names a receiver in the usual environment variable.</summary>
internal static class TelemetryComposition
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(static resource => resource.AddService("coordination"))
            .WithMetrics(static metrics => metrics.AddMeter("Microsoft.Orleans", MeasureNames.Meter).AddAspNetCoreInstrumentation().AddOtlpExporter())
            .WithTracing(static traces => traces
                .AddSource("Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime", MeasureNames.Meter)
                .AddAspNetCoreInstrumentation(static options =>
                {
                    options.Filter = static http => !http.Request.Path.StartsWithSegments("/health");
                    // Links in mails carry their proof in the path, which belongs in no trace, as it belongs in no log.
                    options.EnrichWithHttpResponse = static (span, answer) =>
                    {
                        if (answer.HttpContext.Request.Path.StartsWithSegments(AcknowledgeLinks.Path, StringComparison.OrdinalIgnoreCase))
                        {
                            span.SetTag("url.path", $"{AcknowledgeLinks.Path}/-");
                        }
                    };
                })
                .AddOtlpExporter());
    }
}
