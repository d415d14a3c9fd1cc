using Coordination.Contracts;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Coordination.Cli.Access;
using Coordination.Contracts.Access;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Client;
using Coordination.Contracts.Exchange;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;
using Coordination.Contracts.Retention;
using Coordination.Domain.Journal;
using Coordination.Storage.Sqlite;
using Coordination.Storage.Verify;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordination.Scenarios;

/// <summary>A system of its own whose log is kept and whose data folder is searched: for what must be found nowhere.</summary>
public sealed class ErasedSystem : IAsyncDisposable
{
    private readonly Logged _log = new();
    private readonly LoopbackCookies _cookies = new();
    private string _auditor = "";

    private ErasedSystem(Action<IServiceCollection>? change)
        => Running = new() { Change = services => { services.AddSingleton<ILoggerProvider>(_log); change?.Invoke(services); } };

    public RunningSystem Running { get; }

    private string Data => Path.Combine(Running.Folder, "demo");

    /// <summary>Who leads the CERT.</summary>
    public CoordinationClient Lead { get; private set; } = null!;

    public HttpClient LeadHttp { get; private set; } = null!;

    /// <summary>Who reads everything.</summary>
    public HttpClient AuditorHttp { get; private set; } = null!;

    public HttpMessageHandler LeadHandler => _cookies;

    public static async Task<ErasedSystem> StartAsync(Action<IServiceCollection>? change = null)
    {
        var system = new ErasedSystem(change);
        await system.Running.InitializeAsync();
        await system.SignInAsync();
        system._auditor = (await system.Running.Ada.AddTokenAsync(new TokenRequest { Name = "auditor", Scope = TokenScope.Audit, ExpiresAt = system.Running.Clock.GetUtcNow().AddDays(300) })).Secret!;
        system.AuditorHttp = system.Running.Http(system._auditor);
        return system;
    }

    public async Task SignInAsync()
    {
        LeadHttp = new HttpClient(_cookies, disposeHandler: false) { BaseAddress = Running.Address };
        Lead = new(LeadHttp, TimeProvider.System);
        await Lead.SignInAsync(new SignInRequest("cleo@cert.example", Running.Password));
    }

    /// <summary>Time passes, more than sessions last.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Running.Clock.Advance(time);
        await Running.Ada.SignInAsync(new SignInRequest("ada@cert.example", Running.Password));
        await Lead.SignInAsync(new SignInRequest("cleo@cert.example", Running.Password));
    }

    /// <summary>An incident with the word in each of its parts, told by mail, escalated, read, closed.</summary>
    public async Task<IncidentView> PlantAsync(string word, string ip)
    {
        var line = Running.Line($"{word}title", ip);
        await Running.DeliverAsync(line);
        var incident = await Running.IncidentAsync($"{word}title");
        var id = incident.Summary.Id;
        await Running.MailAsync(incident, "ada@cert.example");
        await AskPartnerAsync(word, id);
        await Lead.SetTlpAsync(id, new SetTlpRequest(Contracts.Tlp.Red));
        await Running.DeliverAsync(line);
        await RunningSystem.UntilAsync(async () => (await Lead.IncidentAsync(id.Value)).Summary.Sightings == 2);
        await Lead.RenameAsync(id, new RenameRequest($"{word}title", $"{word} description"));
        await Lead.AddNoteAsync(id, new AddNoteRequest($"{word} note"));
        await Lead.AddTaskAsync(id, new AddTaskRequest($"{word} task"));
        await Lead.AddObservablesAsync(id, new AddObservablesRequest([$"{word}.example"]));
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"{word} content"));
        await Lead.AttachAsync(id, new AttachRequest { Name = $"{word}.txt", Description = $"{word} file" }, content);
        await Lead.AcknowledgeAsync(id);
        await Lead.CloseAsync(id, new CloseRequest($"{word} done"));
        return await Lead.IncidentAsync(id.Value);
    }

    /// <summary>A partner is asked about it, answers, and was told by mail.</summary>
    private async Task AskPartnerAsync(string word, IncidentId id)
    {
        var mailbox = $"{id}@lighthouse.example";
        var partner = PartnerId.Of((await Running.Ada.AddPartnerAsync(new() { Name = $"Partner of {id}", Kind = PartnerKind.Cert, Contacts = [new("Desk", Channel.Mail, mailbox)] })).Id);
        var asked = await Lead.OpenEnquiryAsync(new() { Partner = partner, Kind = EnquiryKind.Help, Title = $"{word} request", Text = $"{word} question", Tlp = Contracts.Tlp.Green, Due = Running.Clock.GetUtcNow().AddDays(1), About = id });
        await Lead.WriteEnquiryAsync(EnquiryId.Of(asked.Id), new($"{word} message"));
        await RunningSystem.UntilAsync(() => Task.FromResult(Running.Mailbox.Messages.Count(mail => mail.To.Contains(mailbox)) == 2));
    }

    public async Task<ErasureView> ErasedAsync(IncidentId id)
    {
        ErasureView? found = null;
        await RunningSystem.UntilAsync(async () => (found = (await Running.Ada.ErasuresAsync()).Items.FirstOrDefault(one => one.What == $"incident/{id}")) is { DoneAt: not null });
        return found!;
    }

    /// <summary>Every door by which something of an incident is read, by the lead and by an auditor, and what was found there of the words.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(IncidentView incident, params string[] words)
    {
        var found = new List<string>();
        foreach (var route in Doors.All.Keys.Where(route => route.StartsWith("GET", StringComparison.Ordinal) && Doors.All[route] is not null))
        {
            foreach (var name in new[] { incident.Summary.Id.Value, incident.Summary.Number })
            {
                var path = route[4..].Replace("{id}", name, StringComparison.Ordinal).Replace("{idOrNumber}", name, StringComparison.Ordinal);
                await AskAsync(new(path, UriKind.Relative));
            }
        }

        await AskAsync(new("/api/v1/audit?kind=intake&limit=500", UriKind.Relative));
        await AskAsync(new("/api/v1/audit?kind=attribution&limit=500", UriKind.Relative));
        foreach (var word in words)
        {
            await AskAsync(new($"/api/v1/incidents?q={Uri.EscapeDataString(word)}", UriKind.Relative));
        }

        found.AddRange(_log.Lines.Where(line => words.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase))).Select(line => $"the log: {line}"));
        return found;

        async Task AskAsync(Uri path)
        {
            // What an export of the journal holds of alerts that shared a stream is said in the README of Access.
            foreach (var http in path.ToString() == Routes.Audit + "/export" ? [LeadHttp] : new[] { LeadHttp, AuditorHttp })
            {
                using var answer = await http.GetAsync(path);
                var text = await answer.Content.ReadAsStringAsync();
                found.AddRange(words.Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)).Select(word => $"{path}: {word} ({(int)answer.StatusCode})"));
            }
        }
    }

    /// <summary>The files of the data folder in which the word stands, in whatever part of them.</summary>
    public IReadOnlyList<string> FilesWith(string word)
        => [.. Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Where(file => Read(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0).Select(file => $"{Path.GetFileName(file)}: {Around(Read(file), word)}")];

    public Task<VerifyReport> VerifyAsync()
        => JournalVerifier.VerifyAsync(Path.Combine(Data, "coordination.db"), Path.Combine(Data, "keys"), Path.Combine(Data, "checkpoints"), null, CancellationToken.None);

    public async Task RestartAsync()
    {
        LeadHttp.Dispose();
        await Running.StopAsync();
        await Running.StartAsync();
        await SignInAsync();
        AuditorHttp.Dispose();
        AuditorHttp = Running.Http(_auditor);
    }

    /// <summary>Makes all rows again from the journal; the server is stopped meanwhile.</summary>
    public async Task RebuildAsync()
    {
        LeadHttp.Dispose();
        await Running.StopAsync();
        await SqliteRebuild.RunAsync(
            new SqliteOptions { DataFile = Path.Combine(Data, "coordination.db"), KeyFolder = Path.Combine(Data, "keys"), CheckpointFolder = Path.Combine(Data, "checkpoints") },
            Domain.Kinds.Tables, Domain.Kinds.All, NullLoggerFactory.Instance, null, CancellationToken.None);
        await Running.StartAsync();
        await SignInAsync();
        AuditorHttp.Dispose();
        AuditorHttp = Running.Http(_auditor);
    }

    public async ValueTask DisposeAsync()
    {
        LeadHttp.Dispose();
        AuditorHttp.Dispose();
        _cookies.Dispose();
        await Running.DisposeAsync();
        _log.Dispose();
    }

    private static string Around(byte[] bytes, string word)
    {
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word));
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"at {at}: {Encoding.ASCII.GetString(bytes.AsSpan(Math.Max(0, at - 60), Math.Min(160, bytes.Length - Math.Max(0, at - 60))))}");
    }

    private static byte[] Read(string file)
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[open.Length];
        open.ReadExactly(bytes);
        return bytes;
    }

    private sealed class Logged : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
