using System.Collections;
using Coordination.Contracts.Live;

namespace Coordination.Console.Board;

/// <summary>The lines with their places, without a copy: the virtualised list asks only for those in view.</summary>
internal sealed class IndexedLines(List<BoardLine> lines) : ICollection<(BoardLine Line, int Index)>
{
    public int Count => lines.Count;

    public bool IsReadOnly => true;

    public IEnumerator<(BoardLine Line, int Index)> GetEnumerator() => lines.Select((line, index) => (line, index)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Contains((BoardLine Line, int Index) item) => item.Index >= 0 && item.Index < lines.Count && lines[item.Index] == item.Line;

    public void CopyTo((BoardLine Line, int Index)[] array, int arrayIndex)
    {
        foreach (var item in this)
        {
            array[arrayIndex++] = item;
        }
    }

    public void Add((BoardLine Line, int Index) item) => throw new NotSupportedException("The order of the lines is the board's.");

    public void Clear() => throw new NotSupportedException("The order of the lines is the board's.");

    public bool Remove((BoardLine Line, int Index) item) => throw new NotSupportedException("The order of the lines is the board's.");
}
