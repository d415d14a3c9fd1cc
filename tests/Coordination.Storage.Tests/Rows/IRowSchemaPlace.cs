using Coordination.Domain.Journal;

namespace Coordination.Storage.Tests.Rows;

/// <summary>A database that has the list of row tables, and no row table.</summary>
internal interface IRowSchemaPlace
{
    Task<IRowSchemaSession> OpenAsync();
}

/// <summary>What one process does on its connection.</summary>
internal interface IRowSchemaSession : IAsyncDisposable
{
    Task<IAsyncDisposable> LockAsync();

    Task<bool> IsCurrentAsync(IReadOnlyList<RowTable> tables);

    Task MakeAgainAsync(IReadOnlyList<RowTable> tables);

    Task MarkCurrentAsync(IReadOnlyList<RowTable> tables);

    /// <summary>The tables that there are, by name.</summary>
    Task<IReadOnlyList<string>> TablesAsync();
}
