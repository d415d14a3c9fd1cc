using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordination.Scenarios;

/// <summary>A day with secrets in it, at Debug level and with traces: no secret, no name and nothing of an incident stands in what operators read.</summary>
public sealed class What_logs_traces_and_measures_say : IAsyncLifetime
{
    private const string Wrong = "canary-wrong-password-81";
    private static readonly ConcurrentDictionary<string, byte> Said = new(StringComparer.Ordinal);

    private readonly Everyone _everyone = new()
    {
        System = new()
        {
            // Nobody listens there; what would be sent is seen before.
            Settings = ["--Coordination:Limits:Enabled=false", "--Logging:LogLevel:Default=Debug", "--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9"],
            Change = static services => services.AddSingleton<ILoggerProvider, Logged>(),
        },
    };

    private readonly ActivityListener _traces = new()
    {
        // The client's own, of this test, is none of the server's.
        ShouldListenTo = static source => source.Name != "System.Net.Http",
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        ActivityStopped = static span => Keep($"trace {span.DisplayName} {string.Join(' ', span.TagObjects.Concat(span.Events.SelectMany(one => one.Tags)).Concat(span.Baggage.Select(one => new KeyValuePair<string, object?>(one.Key, one.Value))).Select(tag => $"{tag.Key}={tag.Value}"))}"),
    };

    private readonly MeterListener _measures = new() { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };

    public Task InitializeAsync()
    {
        ActivitySource.AddActivityListener(_traces);
        _measures.SetMeasurementEventCallback<long>(static (instrument, _, tags, _) => Measured(instrument, tags));
        _measures.SetMeasurementEventCallback<int>(static (instrument, _, tags, _) => Measured(instrument, tags));
        _measures.SetMeasurementEventCallback<double>(static (instrument, _, tags, _) => Measured(instrument, tags));
        _measures.Start();
        return _everyone.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _everyone.DisposeAsync();
        _traces.Dispose();
        _measures.Dispose();
    }

    [Fact]
    public async Task No_secret_no_name_and_nothing_of_an_incident()
    {
        var (system, lead, officer) = (_everyone.System, _everyone.People[0], _everyone.People[1]);
        var red = await _everyone.PlantAsync(lead, Tlp.Red, [Everyone.Own], restrictedTo: [lead]);
        var secrets = new List<string> { red.Word, system.Password, Wrong, system.OfficerToken.Split('_', 3)[2], system.SensorToken.Split('_', 3)[2], "lighthouse-otter-47", officer.Name, "cleo@cert.example", "ada@cert.example" };

        // In by wrong and right ways, and not at all.
        using var stranger = system.Http();
        await SendAsync(stranger, HttpMethod.Post, Routes.SignIn, $$"""{"mail":"cleo@cert.example","password":"{{Wrong}}"}""");
        await SendAsync(stranger, HttpMethod.Post, Routes.SignIn, $$"""{"mail":"cleo@cert.example","password":"{{Wrong}}" """);
        using var forger = system.Http("coord_0123456789abcdef_canaryforgedsecret");
        await SendAsync(forger, HttpMethod.Get, Routes.Board, null);
        secrets.Add("canaryforgedsecret");
        var key = (await officer.Client.BeginSecondFactorAsync()).Key;
        secrets.Add(key);

        // Links, in the path and in the query.
        var incident = await system.AlertAsync("canary title of an alert", "198.51.100.72");
        var link = RunningSystem.LinkIn(await system.MailAsync(incident, "ada@cert.example"));
        (await stranger.GetAsync(link)).Dispose();
        (await stranger.PostAsync(link, new FormUrlEncodedContent([]))).Dispose();
        var invitation = (await system.Ada.AddPersonAsync(new PersonRequest("Canaryname", "canarymail@cert.example", Role.Officer))).Link;
        (await stranger.GetAsync(new Uri(invitation))).Dispose();
        secrets.AddRange([link.Segments[^1], invitation[(invitation.IndexOf("token=", StringComparison.Ordinal) + 6)..], "canary title", "Canaryname", "canarymail"]);

        // Searched for, refused, malformed.
        await SendAsync(lead.Http, HttpMethod.Get, $"{Routes.Incidents}?q={red.Word}", null);
        await SendAsync(officer.Http, HttpMethod.Get, $"{Routes.Incidents}?q={red.Word}&cursor={red.Word}", null);
        await SendAsync(officer.Http, HttpMethod.Post, $"{Routes.Incidents}/{red.Id}/notes", $$"""{"text":"{{red.Hidden}}","{{red.Word}}":1}""");
        await SendAsync(lead.Http, HttpMethod.Post, $"{Routes.Incidents}/{red.Id}/notes", $$"""{"text":"{{red.Hidden}}""");
        await lead.Client.AddNoteAsync(red.Id, new AddNoteRequest(red.Hidden));

        Assert.Contains(Said.Keys, one => one.StartsWith("trace", StringComparison.Ordinal) && one.Contains("url.path", StringComparison.Ordinal));
        Assert.Contains(Said.Keys, one => one.StartsWith("log Debug", StringComparison.Ordinal));
        Assert.Contains(Said.Keys, one => one.StartsWith("measure", StringComparison.Ordinal));
        var told = (from one in Said.Keys from secret in secrets where one.Contains(secret, StringComparison.Ordinal) || one.Contains(WebUtility.UrlDecode(secret), StringComparison.Ordinal) select $"{secret}: {one}").ToArray();
        Assert.True(told.Length == 0, string.Join(Environment.NewLine, told.Select(one => one.Length > 500 ? one[..500] : one).Distinct().Take(25)));
    }

    private static async Task SendAsync(HttpClient http, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var _ = await http.SendAsync(request);
    }

    private static void Keep(string what) => Said.TryAdd(what, 0);

    private static void Measured(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (instrument.Meter.Name.StartsWith("System.", StringComparison.Ordinal))
        {
            return;
        }

        var text = new StringBuilder($"measure {instrument.Name}");
        foreach (var tag in tags)
        {
            text.Append(' ').Append(tag.Key).Append('=').Append(tag.Value);
        }

        Keep(text.ToString());
    }

    /// <summary>Keeps whatever is logged, with what it was made of.</summary>
    private sealed class Logged : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Keep($"log {logLevel} {formatter(state, exception)} {(state is IEnumerable<KeyValuePair<string, object?>> parts ? string.Join(' ', parts.Select(part => part.Value)) : "")} {exception}");
    }
}
