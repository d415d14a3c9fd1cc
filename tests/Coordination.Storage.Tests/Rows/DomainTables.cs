using System.Reflection;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;

namespace Coordination.Storage.Tests.Rows;

/// <summary>All row tables that Domain declares.</summary>
internal static class DomainTables
{
    public static IReadOnlyList<RowTable> All { get; } =
    [
        .. typeof(IncidentRows).Assembly.GetTypes().SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.FieldType.IsAssignableTo(typeof(RowTable))).Select(field => (RowTable)field.GetValue(null)!),
    ];
}
