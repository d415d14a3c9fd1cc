using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using Coordination.Domain.Journal;
using Coordination.Host.Composition;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordination.Scenarios.OpenId;

/// <summary>The server beside a provider, with groups mapped, and everything that it logs.</summary>
internal sealed class OpenIdSystem : IAsyncDisposable
{
    private readonly Listing _log;

    private OpenIdSystem(string address, Uri provider, string secret, IEnumerable<string> settings, TimeSpan patience)
    {
        _log = new(Log);
        Server = new()
        {
            Settings =
            [
                "--urls", address, "--Coordination:OpenId:AllowHttp=true", $"--Coordination:OpenId:Authority={provider}", $"--Coordination:OpenId:ClientId={OrganisationsProvider.ClientId}", $"--Coordination:OpenId:ClientSecret={secret}",
                "--Coordination:OpenId:DisplayName=The House", .. Groups("leads=Lead", "officers=Officer", "admins=Administrator", "alma=InstitutionResponder:ALMA", "nowhere=InstitutionManager:NOWHERE"), .. settings,
            ],
            // A busy machine takes long over the first answer of a provider.
            Change = services => services.AddSingleton<ILoggerProvider>(_log).Configure<OpenIdConnectOptions>("openid", options => options.BackchannelTimeout = patience),
        };
    }

    public RunningSystem Server { get; }

    public System.Collections.Concurrent.ConcurrentQueue<string> Log { get; } = new();

    public static string Free() => $"http://127.0.0.1:{FreePorts.Take()}";

    public static async Task<OpenIdSystem> StartAsync(string address, Uri provider, string secret = OrganisationsProvider.Secret, IEnumerable<string>? settings = null, TimeSpan? patience = null)
    {
        var system = new OpenIdSystem(address, provider, secret, settings ?? [], patience ?? TimeSpan.FromMinutes(1));
        await system.Server.InitializeAsync();
        return system;
    }

    public Uri Path(string path) => new(Server.Address, path);

    /// <summary>Goes to the provider and comes back as one of its people.</summary>
    public async Task<Page> SignInAsync(Visitor visitor, string person, string from = "/console")
    {
        var page = await visitor.GetAsync(Path($"/openid/sign-in?return={Uri.EscapeDataString(from)}"));
        return page.Text.Contains("Who are you?", StringComparison.Ordinal) ? await visitor.FollowAsync(await visitor.ChooseAsync(page, person)) : page;
    }

    public async Task<Me?> MeAsync(Visitor visitor)
    {
        var page = await visitor.OneAsync(Path("/api/v1/me"));
        return page.Status == System.Net.HttpStatusCode.OK ? System.Text.Json.JsonSerializer.Deserialize<Me>(page.Text, Contracts.Wire.Json) : null;
    }

    /// <summary>What the journal has of a person.</summary>
    public async Task<IReadOnlyList<PersonEvent>> HistoryAsync(PersonId person)
        => [.. (await Server.Services.GetRequiredService<IJournal>().ReadStreamAsync(new("person", person.Value), 0, CancellationToken.None)).Select(recorded => EventJson<PersonEvent>.Read(recorded).Event)];

    public ValueTask DisposeAsync() => new(Server.DisposeAsync());

    private static IEnumerable<string> Groups(params string[] rules)
        => rules.SelectMany((rule, index) => rule.Split('=', ':') is [var group, var role, .. var institution]
            ? new[] { $"--Coordination:OpenId:Groups:{index}:Group={group}", $"--Coordination:OpenId:Groups:{index}:Role={role}" }.Concat(institution.Select(one => $"--Coordination:OpenId:Groups:{index}:Institution={one}"))
            : []);

    private sealed class Listing(System.Collections.Concurrent.ConcurrentQueue<string> into) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => into.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
