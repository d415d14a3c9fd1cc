using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Live;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Coordination.Cli.Live;

/// <summary>The board as a table that stays in its place: what needs someone first stands on top.</summary>
internal sealed class BoardTable(IAnsiConsole terminal, Action<IRenderable> show) : IBoardScreen
{
    /// <summary>Lines of the screen that are not incidents: banner, borders, header, counts.</summary>
    private const int Frame = 7;

    private DateTimeOffset? _staleSince;

    public void Changed(BoardLine? old, BoardLine? line)
    {
        // Drawn with everything else.
    }

    public void Live(BoardStore store, DateTimeOffset now)
    {
        _staleSince = null;
        Draw(store, now);
    }

    public void Stale(BoardStore store, DateTimeOffset now)
    {
        _staleSince ??= now;
        Draw(store, now);
    }

    public void Draw(BoardStore store, DateTimeOffset now)
    {
        var banner = _staleSince is { } since
            ? new Markup($"[bold black on yellow] STALE since {LineText.Time(since)}: the connection is lost; trying again. [/]")
            : new Markup($"[green]live[/] {LineText.Time(now)}, Ctrl+C ends");
        show(new Rows(banner, Table(store, now), new Markup(Markup.Escape(Counts(store)))));
    }

    private Table Table(BoardStore store, DateTimeOffset now)
    {
        var table = new Table().Expand().Border(TableBorder.Simple);
        foreach (var column in new[] { "Number", "Severity", "TLP", "Age", "Status", "Owner", "Institution", "Escalation" })
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        table.AddColumn(new TableColumn("Title"));
        foreach (var line in store.Lines.Where(line => line.Open)
            .OrderByDescending(line => line.Alarm).ThenByDescending(line => line.Incident.Severity).ThenBy(line => line.Due ?? DateTimeOffset.MaxValue).ThenByDescending(line => line.Incident.OpenedAt)
            .Take(Math.Max(3, terminal.Profile.Height - Frame)))
        {
            table.AddRow([.. Cells(line, now)]);
        }

        return table;
    }

    private static IEnumerable<IRenderable> Cells(BoardLine line, DateTimeOffset now)
    {
        var incident = line.Incident;
        yield return Cell(incident.Number, Style.Plain);
        yield return Cell(incident.Severity.ToString(), StyleOf(incident.Severity));
        yield return Cell(incident.Tlp.Label(), Style.Plain);
        yield return Cell(LineText.Span(now - incident.OpenedAt), Style.Plain);
        yield return Cell(incident.Status.ToString(), Style.Plain);
        yield return Cell(LineText.Owner(line), Style.Plain);
        yield return Cell(LineText.Institutions(line), Style.Plain);
        yield return Cell(LineText.Countdown(line, now), line.Alarm ? new Style(Color.White, Color.Red, Decoration.Bold) : Style.Plain);
        yield return Cell(incident.Title, Style.Plain);
    }

    private static Paragraph Cell(string text, Style style) => new Paragraph(LineText.Plain(text), style).Overflow(Overflow.Ellipsis);

    private static Style StyleOf(Severity severity) => severity switch
    {
        Severity.Critical => new Style(Color.White, Color.Red, Decoration.Bold),
        Severity.High => new Style(Color.Red),
        Severity.Medium => new Style(Color.Yellow),
        _ => Style.Plain,
    };

    private static string Counts(BoardStore store) => store.Counts is { } counts
        ? $"{counts.Open} open: {counts.Critical} critical, {counts.High} high, {counts.Medium} medium, {counts.Low} low. {counts.Unattributed} unattributed, {counts.ParkedDeliveries + counts.ParkedMessages} parked, {counts.Alarms} alarms."
        : "";
}
