using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Coordination.Cli.Access;
using Coordination.Connectors.Mail;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Journal;
using Coordination.Host;
using Coordination.Host.Demo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Coordination.Scenarios;

/// <summary>The whole server on a free port with the demo's constituency, its mail server, a data folder of its own, and a clock that only the test moves.</summary>
public sealed partial class RunningSystem : IAsyncLifetime
{
    /// <summary>The demo's world as it was made once: each system begins with a copy, which costs less than making it again.</summary>
    private static readonly Lazy<Task<RunningSystem>> First = new(MakeFirstAsync);

    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-scenarios-").FullName;
    private WebApplication? _app;
    private int _number;

    /// <summary>Stands at the noon of the next Tuesday on which Ada is on call; not in the past, where a browser would drop the session's cookie.</summary>
    public FakeTimeProvider Clock { get; } = new(TuesdayOfAda());

    public Uri Address => new(_app!.Urls.First());

    /// <summary>Its data folder.</summary>
    public string Folder => _folder;

    public IServiceProvider Services => _app!.Services;

    public SmtpListener Mailbox => Services.GetRequiredService<SmtpListener>();

    /// <summary>An administrator, signed in by password.</summary>
    public CoordinationClient Ada { get; private set; } = null!;

    /// <summary>A token that may do what an officer may.</summary>
    public string OfficerToken { get; private set; } = "";

    public string SensorToken { get; private set; } = "";

    public string Password => File.ReadAllText(Path.Combine(_folder, "demo", "demo-password")).Trim();

    /// <summary>Settings besides the fixture's own, as on the command line.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>What is joined otherwise than in the product, once everything is joined.</summary>
    public Action<IServiceCollection>? Change { get; init; }

    /// <summary>Stories move the clock by minutes while a mail that has come is not known to be sent yet: it would be given up, and come twice.</summary>
    private const string PatientMail = "--Coordination:Mail:TimeoutSeconds=600";

    public async Task InitializeAsync()
    {
        var first = await First.Value;
        foreach (var file in Directory.EnumerateFiles(first._folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(first._folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await StartAsync();
        OfficerToken = (await Ada.AddTokenAsync(new TokenRequest { Name = "officer", Scope = TokenScope.Operate })).Secret!;
        SensorToken = (await Ada.AddTokenAsync(new TokenRequest { Name = "sensor", Scope = TokenScope.Intake, Source = "sensor" })).Secret!;
    }

    /// <summary>Nobody has signed in there yet: whoever comes later would come from another device.</summary>
    private static async Task<RunningSystem> MakeFirstAsync()
    {
        var system = new RunningSystem();
        await system.BeginAsync();
        await system.StopAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(system._folder, recursive: true);
        return system;
    }

    /// <summary>Starts the server; after <see cref="StopAsync"/> on the same data folder, at another address and with an empty mailbox.</summary>
    public async Task StartAsync()
    {
        await BeginAsync();
        await SignInAsync();
    }

    private async Task BeginAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            _app = Build();
            try
            {
                await _app.StartAsync();
                break;
            }
            catch (Exception taken) when (attempt < 4 && taken.GetBaseException() is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
            {
                // Tests of several processes look for free ports at once: between looking and listening another one came.
                await _app.DisposeAsync();
            }
        }

        // Whoever tries to sign in before there is anybody is taken for one who guesses.
        await _app.Services.GetRequiredService<DemoData>().Loaded.WaitAsync(TimeSpan.FromSeconds(45));
    }

    private WebApplication Build() => CoordinationApp.Build(
        ["--demo", "--urls", "http://127.0.0.1:0", "--applicationName", typeof(CoordinationApp).Assembly.GetName().Name!, $"--Coordination:DataFolder={_folder}", "--Coordination:DemoSecondsBetweenAlerts=0", PatientMail, .. Settings],
        builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            builder.Host.UseServiceProviderFactory(new LastWord(Change));
        });

    private async Task SignInAsync()
    {
        var client = new CoordinationClient(new HttpClient(new LoopbackCookies()) { BaseAddress = Address }, TimeProvider.System);
        // Stories move the clock by hours; she shows who she is whenever she is asked.
        client.Confirm = async cancellationToken =>
        {
            await client.ConfirmAsync(new ConfirmRequest(Password), cancellationToken);
            return true;
        };
        await UntilAsync(async () =>
        {
            try
            {
                await client.SignInAsync(new SignInRequest("ada@cert.example", Password));
                return (await client.PoliciesAsync()).Count > 0;
            }
            catch (Exception early) when (early is IOException or ProblemException)
            {
                // All is stored, but this process has not yet heard of her: names follow the feed.
                return false;
            }
        });
        Ada = client;
    }

    public async Task StopAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public HttpClient Http(string? token = null)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>From another address of this machine: what is refused there slows nobody else down.</summary>
    public HttpClient HttpFrom(string address) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = Address };

    /// <summary>Delivers one alert and waits for the incident that it opens.</summary>
    public async Task<IncidentView> AlertAsync(string title, string ip, string severity = "high")
    {
        await DeliverAsync(Line(title, ip, severity));
        return await IncidentAsync(title);
    }

    /// <summary>An alert as a sensor writes it, with an identifier of its own.</summary>
    public string Line(string title, string ip, string severity = "high")
        => $$$"""{"title":"{{{title}}}","classification":"c2-server","severity":"{{{severity}}}","identifier":"scenario-{{{Interlocked.Increment(ref _number)}}}","source":{"ip":"{{{ip}}}"}}""";

    /// <summary>Delivers lines as the sensor.</summary>
    public async Task<IntakeAnswer> DeliverAsync(params IEnumerable<string> lines)
    {
        using var http = Http(SensorToken);
        return await new CoordinationClient(http, TimeProvider.System).DeliverLinesAsync(SourceId.Of("sensor"), lines);
    }

    /// <summary>The incident of that title, once it is there.</summary>
    public async Task<IncidentView> IncidentAsync(string title)
    {
        IncidentSummary? found = null;
        await UntilAsync(async () => (found = (await Ada.IncidentsAsync($"\"{title}\"")).Items.FirstOrDefault(one => one.Title.Contains(title, StringComparison.Ordinal))) is not null);
        return await Ada.IncidentAsync(found!.Id.Value);
    }

    /// <summary>The mail that tells this address of this incident.</summary>
    public async Task<ReceivedMail> MailAsync(IncidentView incident, string to)
    {
        await UntilAsync(() => Task.FromResult(MailsTo(incident, to).Any()));
        return MailsTo(incident, to).First();
    }

    public IEnumerable<ReceivedMail> MailsTo(IncidentView incident, string to)
        => Mailbox.Messages.Where(mail => mail.To.Contains(to) && mail.Message.Subject!.Contains(incident.Summary.Number, StringComparison.Ordinal));

    /// <summary>The acknowledgement link in a mail.</summary>
    public static Uri LinkIn(ReceivedMail mail) => new(Link().Match(mail.Message.TextBody!).Value);

    /// <summary>Waits for a condition; the server's clock stands still meanwhile.</summary>
    /// <param name="what">What was seen instead, for the message.</param>
    public static async Task UntilAsync(Func<Task<bool>> holds, Func<string>? what = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(45));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await holds())
        {
            Assert.False(limit.IsCancellationRequested, $"The condition did not come true within 45 s. {what?.Invoke()}");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Moves the clock in small steps until a condition holds.</summary>
    /// <param name="notBeyond">Where the clock stops: how long a busy machine takes says nothing of the moment.</param>
    public Task MoveUntilAsync(Func<Task<bool>> holds, DateTimeOffset? notBeyond = null)
        => UntilAsync(async () =>
        {
            if (notBeyond is not { } end || Clock.GetUtcNow() < end)
            {
                Clock.Advance(TimeSpan.FromMilliseconds(250));
            }

            return await holds();
        });

    /// <summary>Moves the clock until the second step of this incident has been mailed: whatever was due before it has then had its turn.</summary>
    public async Task PassStepAsync(IncidentView incident)
    {
        // The second is armed with the first.
        await MailAsync(incident, "ada@cert.example");
        Clock.Advance(TimeSpan.FromMinutes(3));
        await MoveUntilAsync(() => Task.FromResult(MailsTo(incident, "cleo@cert.example").Any()));
    }

    /// <summary>Whether anything may still be recorded for the first escalation of an incident.</summary>
    public Task<bool> IsKeyOpenAsync(IncidentView incident)
        => Services.GetRequiredService<IOutbox>().IsKeyOpenAsync($"incident/{incident.Summary.Id}/escalation@1", CancellationToken.None);

    /// <summary>The demo's roster turns weekly among three, from the first Monday of 2026.</summary>
    private static DateTimeOffset TuesdayOfAda()
    {
        var first = new DateTimeOffset(2026, 1, 6, 12, 0, 0, TimeSpan.Zero);
        var turns = (int)Math.Ceiling((TimeProvider.System.GetUtcNow() - first).TotalDays / 21);
        return first.AddDays(21 * turns);
    }

    [GeneratedRegex(@"https?://\S+/ack/\S+")]
    private static partial Regex Link();
}

/// <summary>One system for all stories; each has an address of its own in the constituency.</summary>
[CollectionDefinition(Name)]
public sealed class OneSystem : ICollectionFixture<RunningSystem>
{
    public const string Name = "one system";
}
