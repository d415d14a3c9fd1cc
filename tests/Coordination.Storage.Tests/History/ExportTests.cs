using System.Globalization;
using System.Text;
using Coordination.Domain.Journal;
using Coordination.Storage.History;
using Coordination.Storage.Journal;
using Coordination.Storage.Tests.Verify;
using Coordination.Storage.Verify;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace Coordination.Storage.Tests.History;

/// <summary>What is exported, and what its verification finds with nothing but the public key.</summary>
public abstract class ExportTests(WrittenJournal written, int tamperings, ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 23, 58, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset After = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [EngineFact]
    public async Task All_of_the_journal_is_proven_by_the_public_key_alone()
    {
        await using var copy = (OpenableCopy)await written.CopyAsync();
        var export = await ExportAsync(copy, store => target => store.History.ExportAsync(Start, After, target, CancellationToken.None));

        var report = await VerifyAsync(copy, export);

        Assert.Null(report.Fault);
        Assert.Equal((192, 0), (report.Events, report.Erased));
        Assert.True(report.Checkpoints >= 3);
    }

    [EngineFact]
    public async Task A_part_begins_in_the_middle_of_streams_and_chains_and_is_proven_too()
    {
        await using var copy = (OpenableCopy)await written.CopyAsync();
        // The second run, and of the first what lies less than a minute before.
        var from = Start.AddSeconds(20 * 6);
        var export = await ExportAsync(copy, store => target => store.History.ExportAsync(from, from.AddSeconds(20), target, CancellationToken.None));

        var report = await VerifyAsync(copy, export);

        Assert.Null(report.Fault);
        Assert.InRange(report.Events, 16 * 2, 16 * 9);
        Assert.Contains(export, line => line.Contains("\"stream\":{\"stream\":\"box/0\",\"version\":", StringComparison.Ordinal) && !line.Contains("\"version\":0,", StringComparison.Ordinal));
    }

    [EngineFact]
    public async Task One_thing_is_exported_whole_and_of_others_nothing_but_hashes()
    {
        await using var copy = (OpenableCopy)await written.CopyAsync();
        var export = await ExportAsync(copy, store => target => store.History.ExportAsync(new StreamId("box/3"), [new StreamId("box/5")], target, CancellationToken.None));

        var report = await VerifyAsync(copy, export);

        Assert.Null(report.Fault);
        Assert.Equal(48, report.Events);
        Assert.DoesNotContain(export, line => line.Contains("box/4", StringComparison.Ordinal));
    }

    [EngineFact]
    public async Task What_was_erased_is_absent_and_its_place_in_the_chain_is_proven()
    {
        await using var copy = (OpenableCopy)await written.CopyAsync();
        var export = await ExportAsync(
            copy,
            store => async target =>
            {
                Assert.True(await store.EraseAsync(new("box/2"), CancellationToken.None));
                await store.History.ExportAsync(Start, After, target, CancellationToken.None);
            });

        var report = await VerifyAsync(copy, export);

        Assert.Null(report.Fault);
        Assert.Equal((192, 24), (report.Events, report.Erased));
        Assert.DoesNotContain(export, line => line.Contains("\"event\":{\"stream\":\"box/2\"", StringComparison.Ordinal) && line.Contains("\"body\"", StringComparison.Ordinal));
    }

    [EngineFact]
    public async Task Each_of_a_thousand_tamperings_is_found_where_it_was_done()
    {
        await using var copy = (OpenableCopy)await written.CopyAsync();
        var journal = await ExportAsync(copy, store => target => store.History.ExportAsync(Start, After, target, CancellationToken.None));
        var thing = await ExportAsync(copy, store => target => store.History.ExportAsync(new StreamId("box/3"), [new StreamId("box/5")], target, CancellationToken.None));
        var others = Directory.GetFiles(copy.CheckpointFolder).SelectMany(File.ReadAllLines).ToList();
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var number = 0; number < tamperings; number++)
        {
            var random = new Random(number);
            var lines = (random.Next(2) == 0 ? journal : thing).ToList();
            var tampering = ExportTampering.Do(number, lines, others, random);
            counts[tampering.Deed] = counts.GetValueOrDefault(tampering.Deed) + 1;

            var report = await VerifyAsync(copy, lines, tampering.Key, tampering.HalfLine);

            Assert.True(
                report.Fault is { } fault && fault.Line >= tampering.First && fault.Line <= tampering.Last,
                $"Seed {number}: {tampering} was answered with {report.Fault?.ToString() ?? "whole"}.");
        }

        output.WriteLine(string.Join("; ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key}: {count.Value}"))));
    }

    [EngineFact]
    public async Task A_journal_cut_before_it_was_exported_is_found_by_checkpoints_that_were_kept_elsewhere()
    {
        await using var copy = (OpenableCopy)await written.CopyAsync();
        var kept = Directory.CreateDirectory(Path.Combine(copy.Folder, "elsewhere")).FullName;
        foreach (var file in Directory.GetFiles(copy.CheckpointFolder))
        {
            File.Copy(file, Path.Combine(kept, Path.GetFileName(file)));
        }

        // Whoever has the server has its database, its checkpoints and its key: everything is left off behind a link of the last run, and signed anew.
        var cut = copy.Rows("select min(position), writer, link from event group by writer, link order by min(position) desc")[0];
        Tampering.CutFrom(copy, (long)cut[0]);
        Directory.Delete(copy.CheckpointFolder, recursive: true);
        var export = await ExportAsync(copy, store => target => store.History.ExportAsync(Start.AddMinutes(-5), After, target, CancellationToken.None));

        var alone = await VerifyAsync(copy, export);
        var against = await VerifyAsync(copy, export, kept: kept);

        Assert.Null(alone.Fault);
        Assert.Equal($"link {cut[2]} of writer {cut[1]}", against.Fault?.Thing);
    }

    [EngineFact]
    public async Task What_no_checkpoint_vouches_for_is_named_also_where_the_export_was_closed_anew_with_the_key()
    {
        await using var copy = (OpenableCopy)await written.CopyAsync();
        var lines = await ExportAsync(copy, store => target => store.History.ExportAsync(Start, After, target, CancellationToken.None));
        var last = lines.FindLastIndex(line => line.StartsWith("{\"link\"", StringComparison.Ordinal));
        lines.RemoveAt(lines.FindLastIndex(line => line.StartsWith("{\"checkpoint\"", StringComparison.Ordinal)));
        using var key = CheckpointKey.Open(copy.KeyFolder);
        ExportTampering.CloseAnew(lines, key.Sign);

        var report = await VerifyAsync(copy, lines);

        Assert.Equal(last + 1, report.Fault?.Line);
        Assert.Contains("No checkpoint", report.Fault!.Text, StringComparison.Ordinal);
    }

    private static async Task<List<string>> ExportAsync(OpenableCopy copy, Func<IStore, Func<Stream, Task>> export)
    {
        await using var store = await copy.OpenAsync(new FakeTimeProvider(After));
        using var target = new MemoryStream();
        await export(store)(target);
        var text = Encoding.UTF8.GetString(target.ToArray());
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return [.. text.TrimEnd('\n').Split('\n')];
    }

    private static async Task<ExportReport> VerifyAsync(OpenableCopy copy, List<string> lines, CheckpointPublicKey? other = null, bool halfLine = false, string? kept = null)
    {
        var file = Path.Combine(copy.Folder, "export.ndjson");
        await File.WriteAllTextAsync(file, string.Join('\n', lines) + (halfLine ? "" : "\n"), new UTF8Encoding(false));
        using var own = CheckpointPublicKey.Read(Path.Combine(copy.KeyFolder, CheckpointKey.PublicFileName));
        return await ExportVerifier.VerifyAsync(file, other ?? own, kept is null ? [] : [kept], CancellationToken.None);
    }
}

public sealed class SqliteExportTests(SqliteWrittenJournal written, ITestOutputHelper output) : ExportTests(written, 1_000, output), IClassFixture<SqliteWrittenJournal>;

public sealed class PostgresExportTests(PostgresWrittenJournal written, ITestOutputHelper output) : ExportTests(written, 100, output), IClassFixture<PostgresWrittenJournal>;
