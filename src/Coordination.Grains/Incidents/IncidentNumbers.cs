using System.Globalization;
using Coordination.Domain.Journal;

namespace Coordination.Grains.Incidents;

/// <summary>Takes numbers from the journal in blocks, so that opening an incident waits for no other.</summary>
internal sealed class IncidentNumbers(IJournal journal, TimeProvider clock) : IIncidentNumbers
{
    private const int Block = 50;
    private readonly SemaphoreSlim _taking = new(1, 1);
    private int _year;
    private long _next;
    private long _end;

    public async Task<string> NextAsync(CancellationToken cancellationToken)
    {
        await _taking.WaitAsync(cancellationToken);
        try
        {
            var year = clock.GetUtcNow().Year;
            if (year != _year || _next == _end)
            {
                _next = await journal.ReserveNumbersAsync(string.Create(CultureInfo.InvariantCulture, $"incident/{year}"), Block, cancellationToken);
                _end = _next + Block;
                _year = year;
            }

            return string.Create(CultureInfo.InvariantCulture, $"{year}-{_next++:D6}");
        }
        finally
        {
            _taking.Release();
        }
    }
}
