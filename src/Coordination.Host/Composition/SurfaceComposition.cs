using Coordination.Console;
using Coordination.Contracts;
using Coordination.Connectors.Stix;
using Coordination.Contracts.Access;
using Coordination.Grains.Journal;
using Coordination.Domain.Intake;
using Coordination.Grains;
using Coordination.Grains.Exchange;
using Coordination.Grains.Live;
using Coordination.Host.Access;
using Coordination.Host.Access.Limits;
using Coordination.Host.Access.OpenId;
using Coordination.Host.Audit;
using Coordination.Host.Advisories;
using Coordination.Host.Escalation;
using Coordination.Host.Exchange;
using Coordination.Host.Http;
using Coordination.Host.Http.Description;
using Coordination.Host.Incidents;
using Coordination.Host.Institutions;
using Coordination.Host.Intake;
using Coordination.Host.Live;
using Coordination.Host.Notification;
using Coordination.Host.OnCall;
using Coordination.Host.Partners;
using Coordination.Host.Pages;
using Coordination.Host.Retention;
using Coordination.Storage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using LiveHubNames = Coordination.Contracts.Live.LiveHub;

namespace Coordination.Host.Composition;

/// <summary>Joins what people and programs touch: HTTP, the hub, the console's pages, health.</summary>
internal static class SurfaceComposition
{
    public static void AddSurface(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddKeyedSingleton(Clocks.Surface, TimeProvider.System);
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<Commands>();
        services.AddSingleton<Live.Directory>();
        services.AddSingleton<ITailListener>(static all => all.GetRequiredService<Live.Directory>());
        services.AddSingleton<SourceCache>();
        services.AddSingleton<ITailListener>(static all => all.GetRequiredService<SourceCache>());
        services.AddSingleton<Views>();
        services.AddSingleton<Readings>();
        services.AddSingleton<Need>();
        services.AddSingleton<AuditedIncidents>();
        services.AddSingleton<AuditSearches>();
        services.AddSingleton<AuditExports>();
        services.AddSingleton<PersonReports>();
        services.AddSingleton<SystemHealth>();
        services.AddHostedService(static all => all.GetRequiredService<SystemHealth>());
        services.AddHostedService<SystemMeasures>();
        services.AddSingleton<Board>();
        services.AddSingleton<IncidentPages>();
        services.AddAttachments(builder.Configuration);
        services.AddSingleton<IncidentSearch>();
        services.AddSingleton<Incidents.Incidents>();
        services.AddSingleton<OpeningNumbers>();
        services.AddSingleton<AdvisoryNumbers>();
        services.AddSingleton<AdvisoryNeed>();
        services.AddSingleton<AdvisoryPages>();
        services.AddSingleton<AdvisoryAlerts>();
        services.AddSingleton<EpssScores>();
        services.AddSingleton<KnownVulnerabilities>();
        services.AddSingleton<CatalogueImports>();
        services.AddSingleton<CsafDocuments>();
        services.AddSingleton<CsafIntake>();
        services.AddSingleton<Advisories.Advisories>();
        services.AddSingleton<AnswerPages>();
        services.AddSingleton(static all => ExchangeOptions.Publisher(all.GetRequiredService<IOptions<CoordinationOptions>>().Value, all.GetRequiredService<IStore>().Installation));
        services.AddSingleton(static all => ExchangeOptions.Identities(all.GetRequiredService<StixPublisher>()));
        services.AddSingleton<SharingDrafts>();
        services.AddSingleton<SharedSoFar>();
        services.AddSingleton<SharingPages>();
        services.AddSingleton<IMessageHandler, SharingPump>();
        services.AddSingleton<IMessageHandler, SharingsAgain>();
        services.AddSingleton<ISubjectPages, AnswerPages>();
        services.AddSingleton<AdvisoryFeed>();
        services.AddSingleton<ITailListener>(static all => all.GetRequiredService<AdvisoryFeed>());
        services.AddHostedService(static all => all.GetRequiredService<AdvisoryFeed>());
        services.AddSingleton<StixIntake>();
        services.AddSingleton<SharedNeed>();
        services.AddSingleton<Replies>();
        services.AddSingleton<TaxiiPages>();
        services.AddSingleton<TaxiiReceipts>();
        services.AddIndicators();
        services.AddSingleton<IIndicatorPatterns, StixIndicatorPatterns>();
        services.AddSingleton(static all => new LookBackDays(all.GetRequiredService<IOptions<CoordinationOptions>>().Value.IndicatorDays));
        services.AddSingleton<LiveConnections>();
        services.AddSingleton<ITailListener>(static all => all.GetRequiredService<LiveConnections>());
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<ITailListener>(static all => all.GetRequiredService<LiveFeed>());
        services.AddHostedService(static all => all.GetRequiredService<LiveFeed>());
        services.AddSingleton<EnquiryNumbers>();
        services.AddSingleton<EnquiryNeed>();
        services.AddSingleton<EnquiryViews>();
        services.AddSingleton<Enquiries>();
        services.AddSingleton<ISubjectPages, EnquiryPages>();
        services.AddSingleton<EnquiryFeed>();
        services.AddSingleton<ITailListener>(static all => all.GetRequiredService<EnquiryFeed>());
        services.AddHostedService(static all => all.GetRequiredService<EnquiryFeed>());
        services.AddSingleton<SubscriptionSecrets>();
        services.AddSingleton<SubscriptionViews>();
        services.AddSingleton<PublicEventBodies>();
        services.AddSingleton<SharedAdvisories>();
        services.AddSingleton<IHappenings, IncidentHappenings>();
        services.AddSingleton<IHappenings, AdvisoryHappenings>();
        services.AddSingleton<IHappenings, SharedAdvisoryHappenings>();
        services.AddSingleton<IHappenings, EnquiryHappenings>();
        services.AddSingleton<PublicHappenings>();
        services.AddSingleton<WebhookPump>();
        services.AddSingleton<IMessageHandler>(static all => all.GetRequiredService<WebhookPump>());
        services.AddSingleton<WebhookFollower>();
        services.AddSingleton<ITailListener>(static all => all.GetRequiredService<WebhookFollower>());
        services.AddHostedService(static all => all.GetRequiredService<WebhookFollower>());
        services.AddSingleton<RequestLimits>();
        services.AddSingleton<HubLimits>();
        services.AddRateLimiter(static _ => { });
        services.AddOptions<RateLimiterOptions>().Configure<RequestLimits>(static (options, limits) => limits.Configure(options));
        services.AddExceptionHandler<Failures>();
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(static options => Wire.Configure(options.SerializerOptions));
        services.AddApiDescription();
        services.AddReadiness();
        services.AddSignalR(static options =>
            {
                options.KeepAliveInterval = TimeSpan.FromSeconds(8);
                options.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
                options.MaximumReceiveMessageSize = 16 * 1024;
                options.AddFilter<HubLimits>();
            })
            .AddJsonProtocol(static options => Wire.Configure(options.PayloadSerializerOptions));
        services.AddAntiforgery(static options =>
        {
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
        services.AddRazorComponents().AddInteractiveWebAssemblyComponents();
        // A proxy on this machine says by which scheme and from where a request came.
        services.Configure<ForwardedHeadersOptions>(static options => options.ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedFor);
        builder.WebHost.ConfigureKestrel(static options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 11_000_000;
        });
    }

    public static void MapSurface(this WebApplication app)
    {
        // Where the framework was told to read them, it does so before anything else. Twice would believe one hop more, and that is whoever sends the request.
        if (!string.Equals(app.Configuration["ForwardedHeaders_Enabled"], "true", StringComparison.OrdinalIgnoreCase))
        {
            app.UseForwardedHeaders();
        }

        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(static _ => { });
        app.UseMiddleware<GuessingGate>();
        app.UseStatusCodePages(static context => NothingHere.WriteAsync(context.HttpContext));
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseMiddleware<SameOrigin>();
        app.UseAuthorization();
        app.UseMiddleware<Dangerous>();
        app.UseAntiforgery();

        app.MapSignIn();
        app.MapOpenId();
        app.MapOwnAccess();
        app.MapSessions();
        app.MapPasskeys();
        app.MapConfirm();
        app.MapAudit();
        app.MapReadings();
        app.MapSetup();
        app.MapSecurityTxt();
        app.MapPeople();
        app.MapTokens();
        app.MapBoard();
        app.MapOutbox();
        app.MapIncidentQueries();
        app.MapOpenIncident();
        app.MapIncidentVerbs();
        app.MapConsentVerbs();
        app.MapAdvisoryQueries();
        app.MapAdvisoryVerbs();
        app.MapAdvisoryFiles();
        app.MapCatalogues();
        app.MapAttachments();
        app.MapCsafProvider();
        app.MapCsafIntake();
        app.MapCsafSources();
        app.MapPrintPage();
        app.MapInstitutions();
        app.MapInventories();
        app.MapPartners();
        app.MapPeers();
        app.MapReceived();
        app.MapTaxii();
        app.MapSharing();
        app.MapEnquiryQueries();
        app.MapEnquiryVerbs();
        app.MapPolicies();
        app.MapEscalations();
        app.MapRosters();
        app.MapSources();
        app.MapIntake();
        app.MapUnattributed();
        app.MapDeliveries();
        app.MapErasures();
        app.MapRetention();
        app.MapPersonRecords();
        app.MapAcknowledge();
        app.MapSubscriptions();
        app.MapWebhooks();
        app.MapMisp();
        app.MapOpenApi("/openapi/{documentName}.json").Needs(Right.ReadRegisters);
        app.MapHub<ConsoleHub>(LiveHubNames.Path, static options => options.CloseOnAuthenticationExpiration = true);
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = static _ => false, ResponseWriter = HealthAnswer.WriteAsync }).AllowAnonymous().DisableRateLimiting();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = HealthAnswer.WriteAsync }).AllowAnonymous().DisableRateLimiting();
        app.MapGet("/", static () => Results.Redirect(ConsoleAssembly.Base)).AllowAnonymous().ExcludeFromDescription();
        // A console that is opened asks for some hundred files, from behind one address for a whole office.
        app.MapStaticAssets().AllowAnonymous().DisableRateLimiting();
        // The page is an empty shell; everything that it shows it reads over HTTP as whoever is signed in.
        app.MapRazorComponents<App>().AddInteractiveWebAssemblyRenderMode().AddAdditionalAssemblies(typeof(ConsoleAssembly).Assembly).AllowAnonymous();
    }
}
