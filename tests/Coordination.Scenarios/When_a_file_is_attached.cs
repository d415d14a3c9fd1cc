using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Attachments;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Domain.Attachments;
using Coordination.Domain.Journal;
using Coordination.Host.Attachments;
using Coordination.Storage;
using ICSharpCode.SharpZipLib.Zip;
using Microsoft.Extensions.DependencyInjection;

namespace Coordination.Scenarios;

/// <summary>A scanner finds what says that it is malware, fails at what says so, and nothing in the rest.</summary>
public sealed class When_a_file_is_attached : IAsyncLifetime
{
    private const string Script = "#!/bin/sh\ntext=$(cat | tr -d '\\000')\ncase \"$text\" in\n*malware*) echo 'Test.Malware FOUND'; exit 1;;\n*stumble*) echo 'no signatures' >&2; exit 2;;\nesac\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("coordination-scanner-").FullName;
    private readonly RunningSystem _system;
    private int _number;

    public When_a_file_is_attached()
    {
        var scanner = Path.Combine(_folder, "look into it");
        File.WriteAllText(scanner, Script);
        _system = new() { Settings = [$"--Coordination:Attachments:ScanCommand=/bin/sh \"{scanner}\" --stdin", "--Coordination:Attachments:MaxBytes=1000000", "--Coordination:Attachments:MaxBytesTogether=2000000"] };
    }

    public Task InitializeAsync() => _system.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _system.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_comes_out_as_it_went_in_and_no_browser_opens_it()
    {
        var incident = await IncidentAsync();
        var bytes = RandomNumberGenerator.GetBytes(700_000);
        var added = await AttachAsync(incident, new() { Name = "C:\\mails\\Prüfbericht „neu“.bin", Tlp = Tlp.Amber, Description = "From the museum" }, bytes);
        Assert.Equal(("Prüfbericht „neu“.bin", 700_000L, Convert.ToHexStringLower(SHA256.HashData(bytes)), ScanState.Waiting), (added.Name, added.Size, added.Sha256, added.Scan));
        await UntilAsync(incident, added.Id, ScanState.Clean);

        using var http = _system.Http(_system.OfficerToken);
        var path = CoordinationClient.AttachmentOf(incident, added.Id);
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(("attachment", "Prüfbericht „neu“.bin"), (answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileNameStar));
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(("nosniff", "sandbox; default-src 'none'", "no-store"), (Header(answer, "X-Content-Type-Options"), Header(answer, "Content-Security-Policy"), Header(answer, "Cache-Control")));
        Assert.Equal($"\"{added.Sha256}\"", answer.Headers.ETag!.Tag);

        using var part = new HttpRequestMessage(HttpMethod.Get, path);
        part.Headers.Range = new RangeHeaderValue(262_140, 262_150);
        using var middle = await http.SendAsync(part);
        Assert.Equal((HttpStatusCode.PartialContent, Convert.ToHexString(bytes[262_140..262_151])), (middle.StatusCode, Convert.ToHexString(await middle.Content.ReadAsByteArrayAsync())));
        using var same = new HttpRequestMessage(HttpMethod.Get, path);
        same.Headers.IfNoneMatch.Add(answer.Headers.ETag);
        using var unchanged = await http.SendAsync(same);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        var told = (await _system.Ada.TimelineAsync(incident)).Items;
        Assert.Contains(told, entry => entry.Kind == "attachment-added" && entry.Text.Contains(added.Sha256, StringComparison.Ordinal));
        Assert.Contains(told, entry => entry.Kind == "attachment-scanned");
    }

    [Fact]
    public async Task What_it_is_is_seen_by_its_content_and_a_false_claim_is_shown()
    {
        var incident = await IncidentAsync();

        var program = await AttachAsync(incident, new() { Name = "invoice.pdf", MediaType = "application/pdf" }, [0x4D, 0x5A, 0x90, 0x00, 0x03]);
        _system.Clock.Advance(TimeSpan.FromSeconds(1));
        var twin = await AttachAsync(incident, new() { Name = "other.exe" }, [0x4D, 0x5A, 0x90, 0x00, 0x03]);

        Assert.Equal(("application/vnd.microsoft.portable-executable", "application/pdf", Tlp.Amber, true), (program.MediaType, program.Claimed, program.Tlp, program.TlpIsDefault));
        Assert.Equal((null, program.Id), (twin.Claimed, twin.SameAs));
        Assert.Equal("Ada Duty", program.By?.Name);
    }

    [Fact]
    public async Task Malware_is_kept_back_and_as_a_sample_given_out_in_a_locked_zip()
    {
        var incident = await IncidentAsync();
        var bytes = Encoding.UTF8.GetBytes("this is malware" + new string('!', 100_000));
        var infected = await AttachAsync(incident, new() { Name = "päckchen.exe" }, bytes);
        await UntilAsync(incident, infected.Id, ScanState.Infected);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => DownloadAsync(incident, infected.Id));
        Assert.Equal(("attachment.infected", HttpStatusCode.Conflict), (refused.Code, refused.Status));
        Assert.Contains("Test.Malware FOUND", refused.Message, StringComparison.Ordinal);

        await _system.Ada.KeepSampleAsync(incident, infected.Id, new("It is to be analysed"));

        using var zip = new ZipFile(new MemoryStream(await DownloadAsync(incident, infected.Id)));
        var entry = Assert.Single(zip.Cast<ZipEntry>());
        Assert.Equal(("päckchen.exe", true), (entry.Name, entry.IsCrypted));
        zip.Password = "wrong";
        Assert.Throws<ZipException>(() => zip.GetInputStream(entry));
        zip.Password = "infected";
        using var opened = new MemoryStream();
        await zip.GetInputStream(entry).CopyToAsync(opened);
        Assert.Equal(bytes, opened.ToArray());
    }

    [Fact]
    public async Task While_the_scanner_fails_it_is_kept_back_and_tried_again()
    {
        var incident = await IncidentAsync();
        var added = await AttachAsync(incident, new() { Name = "odd.txt" }, "stumble"u8.ToArray());
        await RunningSystem.UntilAsync(async () => (await FindAsync(incident, added.Id))?.ScanDetail is not null);
        Assert.Equal("the scanner ended with 2: no signatures", (await FindAsync(incident, added.Id))!.ScanDetail);
        Assert.Equal("attachment.not-scanned", (await Assert.ThrowsAsync<ProblemException>(() => DownloadAsync(incident, added.Id))).Code);
        Assert.Equal("attachment.scan-waits", (await Assert.ThrowsAsync<ProblemException>(() => _system.Ada.ScanAgainAsync(incident, added.Id))).Code);

        File.WriteAllText(Path.Combine(_folder, "look into it"), "#!/bin/sh\nexit 0\n");
        await _system.MoveUntilAsync(async () => (await FindAsync(incident, added.Id))!.Scan == ScanState.Clean);

        Assert.Equal("stumble"u8.ToArray(), await DownloadAsync(incident, added.Id));
    }

    [Fact]
    public async Task What_is_removed_or_erased_is_gone_from_the_database()
    {
        var incident = await IncidentAsync();
        var stream = new StreamId("incident", incident.Value);
        var contents = _system.Services.GetRequiredService<IContents>();
        var (removed, erased) = (await AttachAsync(incident, new() { Name = "a.txt" }, "one"u8.ToArray()), await AttachAsync(incident, new() { Name = "b.txt" }, "two"u8.ToArray()));
        var (first, second) = (await ContentOfAsync(removed.Id), await ContentOfAsync(erased.Id));
        Assert.NotNull(await contents.ReadAsync(new(stream, first, 0), CancellationToken.None));

        await _system.Ada.RemoveAttachmentAsync(incident, removed.Id, new("sent by mistake"));

        await RunningSystem.UntilAsync(async () => (await _system.Ada.TimelineAsync(incident)).Items.Any(entry => entry.Kind == "attachment-content-deleted"));
        Assert.Null(await contents.ReadAsync(new(stream, first, 0), CancellationToken.None));
        Assert.Equal("attachment.unknown", (await Assert.ThrowsAsync<ProblemException>(() => DownloadAsync(incident, removed.Id))).Code);
        Assert.NotNull(await contents.ReadAsync(new(stream, second, 0), CancellationToken.None));
        await _system.Services.GetRequiredService<IStore>().EraseAsync(stream, CancellationToken.None);
        await Assert.ThrowsAsync<StreamErasedException>(() => contents.ReadAsync(new(stream, second, 0), CancellationToken.None));
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<ProblemException>(() => DownloadAsync(incident, erased.Id))).Status);
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_is_the_same_attachment_and_another_file_is_none()
    {
        var incident = await IncidentAsync();
        var key = new Asked("once-and-again");

        var first = await AttachAsync(incident, new() { Name = "a.txt" }, "one"u8.ToArray(), key);
        var again = await AttachAsync(incident, new() { Name = "a.txt" }, "one"u8.ToArray(), key);
        var other = await Assert.ThrowsAsync<ProblemException>(() => AttachAsync(incident, new() { Name = "a.txt" }, "two"u8.ToArray(), key));

        Assert.Equal((first.Id, "operation.reused"), (again.Id, other.Code));
        Assert.Single((await _system.Ada.IncidentAsync(incident.Value)).Attachments);
        await UntilAsync(incident, first.Id, ScanState.Clean);
        Assert.Equal("one"u8.ToArray(), await DownloadAsync(incident, first.Id));
        Assert.Empty(await UnsettledAsync());
    }

    [Fact]
    public async Task Bad_input_is_refused_and_leaves_nothing_behind()
    {
        var incident = await IncidentAsync();
        (string Code, string? Header, byte[] Body)[] bad =
        [
            ("attachment.header-missing", null, [1]),
            ("request.malformed", "{\"name\":", [1]),
            ("request.unknown-field", """{"name":"a","colour":"red"}""", [1]),
            ("request.field-missing", "{}", [1]),
            ("attachment.name-invalid", """{"name":"..\\.."}""", [1]),
            ("attachment.name-invalid", "{\"name\":\"x\\u202efdp.exe\"}", [1]),
            ("attachment.hash-invalid", """{"name":"a","sha256":"00"}""", [1]),
            ("attachment.damaged", $$"""{"name":"a","sha256":"{{new string('0', 64)}}"}""", [1]),
            ("attachment.empty", """{"name":"a"}""", []),
            ("field.too-long", $$"""{"name":"a","description":"{{new string('x', 2_001)}}"}""", [1]),
            ("incident.institution-not-affected", """{"name":"a","institution":"museum"}""", [1]),
            ("attachment.too-large", """{"name":"a"}""", new byte[1_000_001]),
        ];
        using var http = _system.Http(_system.OfficerToken);
        foreach (var (code, header, body) in bad)
        {
            var (status, text) = await PostAsync(http, incident.Value, header, body);
            Assert.True(text.Contains($"\"code\":\"{code}\"", StringComparison.Ordinal), $"{code} was expected, {text} came.");
            Assert.InRange((int)status, 400, 499);
        }

        // Of unknown length, and found to be too large while it arrives.
        using var endless = new HttpRequestMessage(HttpMethod.Post, CoordinationClient.AttachmentsOf(incident)) { Content = new StreamContent(new MemoryStream(new byte[1_000_001])) };
        endless.Headers.Add(AttachRequest.Header, """{"name":"a"}""");
        endless.Headers.TransferEncodingChunked = true;
        endless.Content.Headers.ContentType = new(AttachRequest.BodyType);
        using (var answer = await http.SendAsync(endless))
        {
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        }

        using var wrong = new HttpRequestMessage(HttpMethod.Post, CoordinationClient.AttachmentsOf(incident)) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        wrong.Headers.Add(AttachRequest.Header, """{"name":"a"}""");
        using (var answer = await http.SendAsync(wrong))
        {
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(http, "nowhere", """{"name":"a"}""", [1])).Status);
        await _system.Ada.CloseAsync(incident, new("over and done"));
        Assert.Contains("incident.closed", (await PostAsync(http, incident.Value, """{"name":"a"}""", [1])).Text, StringComparison.Ordinal);
        Assert.Empty(await UnsettledAsync());
        Assert.Empty((await _system.Ada.IncidentAsync(incident.Value)).Attachments);
    }

    [Fact]
    public async Task What_is_announced_as_too_large_is_refused_before_it_is_sent()
    {
        var incident = await IncidentAsync();
        var (_, text) = await RawAsync(incident, 5_000_000_000, "");
        Assert.StartsWith("HTTP/1.1 413", text, StringComparison.Ordinal);
        Assert.Contains("attachment.too-large", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_that_is_cut_off_leaves_nothing_and_one_whose_process_died_is_swept_up()
    {
        var incident = await IncidentAsync();
        await RawAsync(incident, 900_000, new string('x', 600_000), cut: true);
        await RunningSystem.UntilAsync(async () => (await UnsettledAsync()).Count == 0);
        Assert.Empty((await _system.Ada.IncidentAsync(incident.Value)).Attachments);

        // As a process leaves it that dies in the middle; and one that died before it could write down what it had just done.
        var contents = _system.Services.GetRequiredService<IContents>();
        var stream = new StreamId("incident", incident.Value);
        await contents.AddAsync(new(stream, "left.0011223344556677", 0), "half"u8.ToArray(), CancellationToken.None);
        Assert.Equal(0, await _system.Services.GetRequiredService<UnfinishedUploads>().SweepAsync(CancellationToken.None));
        _system.Clock.Advance(TimeSpan.FromHours(3));
        await RunningSystem.UntilAsync(async () => (await UnsettledAsync()).Count == 0);
        Assert.Null(await contents.ReadAsync(new(stream, "left.0011223344556677", 0), CancellationToken.None));
    }

    [Fact]
    public async Task Together_they_have_a_limit()
    {
        var incident = await IncidentAsync();
        await AttachAsync(incident, new() { Name = "a" }, new byte[1_000_000]);
        await AttachAsync(incident, new() { Name = "b" }, new byte[1_000_000]);
        Assert.Equal("attachment.too-much", (await Assert.ThrowsAsync<ProblemException>(() => AttachAsync(incident, new() { Name = "c" }, [1]))).Code);
    }

    private async Task<IncidentId> IncidentAsync()
        => IncidentId.Of((await _system.Ada.OpenIncidentAsync(new OpenIncidentRequest { Title = $"Files {Interlocked.Increment(ref _number)}", Severity = Severity.Low, Tlp = Tlp.Amber })).Id);

    private async Task<AttachmentView> AttachAsync(IncidentId incident, AttachRequest request, byte[] bytes, Asked asked = default)
    {
        using var content = new MemoryStream(bytes);
        return await _system.Ada.AttachAsync(incident, request, content, asked);
    }

    private async Task<byte[]> DownloadAsync(IncidentId incident, AttachmentId attachment)
    {
        using var to = new MemoryStream();
        await _system.Ada.DownloadAsync(incident, attachment, to);
        return to.ToArray();
    }

    private async Task<AttachmentView?> FindAsync(IncidentId incident, AttachmentId attachment)
        => (await _system.Ada.IncidentAsync(incident.Value)).Attachments.FirstOrDefault(one => one.Id == attachment);

    private Task UntilAsync(IncidentId incident, AttachmentId attachment, ScanState state)
        => RunningSystem.UntilAsync(async () => (await FindAsync(incident, attachment))?.Scan == state);

    private async Task<string> ContentOfAsync(AttachmentId attachment)
        => (await _system.Services.GetRequiredService<IRows>().FindAsync(AttachmentRows.Table, attachment.Value, CancellationToken.None))!.Value.Attachment.Facts.Content;

    private Task<IReadOnlyList<UnsettledContent>> UnsettledAsync()
        => _system.Services.GetRequiredService<IContents>().ListUnsettledAsync(_system.Clock.GetUtcNow().AddDays(1), 100, CancellationToken.None);

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(HttpClient http, string incident, string? header, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Routes.Incidents}/{incident}/attachments") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new(AttachRequest.BodyType);
        if (header is not null)
        {
            request.Headers.Add(AttachRequest.Header, header);
        }

        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Announces a length and sends something else.</summary>
    private async Task<(bool Answered, string Text)> RawAsync(IncidentId incident, long announced, string body, bool cut = false)
    {
        using var wire = new TcpClient();
        await wire.ConnectAsync(_system.Address.Host, _system.Address.Port);
        await using var stream = wire.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {CoordinationClient.AttachmentsOf(incident)} HTTP/1.1\r\nHost: {_system.Address.Authority}\r\nAuthorization: Bearer {_system.OfficerToken}\r\nContent-Type: {AttachRequest.BodyType}\r\n"
            + $"{AttachRequest.Header}: {{\"name\":\"a\"}}\r\nContent-Length: {announced}\r\n\r\n{body}"));
        if (cut)
        {
            await RunningSystem.UntilAsync(async () => (await UnsettledAsync()).Count > 0);
            wire.Client.LingerState = new(true, 0);
            return (false, "");
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = new StringBuilder();
        while (!text.ToString().Contains('}', StringComparison.Ordinal) && await reader.ReadLineAsync() is { } line)
        {
            text.AppendLine(line);
            if (line.Length == 0)
            {
                var rest = new char[4_096];
                text.Append(rest, 0, await reader.ReadAsync(rest));
            }
        }

        return (true, text.ToString());
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(',', answer.Headers.GetValues(name));
}
