using static Coordination.Storage.SqlServer.SqlServerSql;

namespace Coordination.Storage.SqlServer;

/// <summary>
/// A group as it is written: one request, which begins a transaction, looks under locks whether everything that the group was decided upon is still so, writes each kind of
/// thing in one statement, and commits. Everything is locked in the same order by every writer: its own row, keys, streams, claims, messages. Where a
/// statement meets less than it should, the request is undone and the group considered again.
/// </summary>
internal static class SqlServerPlanSql
{
    /// <summary>Up to the rows of lists, whose statements depend on the tables that there are.</summary>
    public const string First = $"""
        {Begin}
        declare @met int;
        begin transaction;

        update writer with (rowlock) set groups = @group, link = @link, hash = @link_hash where writer = @writer and groups = @group - 1;
        if @@rowcount <> 1 {TakenOver}

        update slot set taken = 1 - slot.taken from @slots as w inner loop join key_slot as slot {Locked} on slot.slot = w.value;
        if exists (select 1 from @open_keys as w inner loop join closed_key as k {Locked} on k.[key] = w.value) {Overtaken}

        if exists (
          select 1 from @heads as w left outer loop join stream as s {Locked} on s.stream = w.stream
          where isnull(s.version, -1) <> w.was or (w.needs_key = 1 and w.was >= 0 and s.wrapped_key is null)) {Overtaken}
        insert into stream with (rowlock) (stream, version, hash, wrapped_key)
        select stream, version, hash, wrapped_key from @heads where was < 0 and changed = 1 order by stream;
        update s set version = w.version, hash = w.hash
        from @heads as w inner loop join stream as s {Locked} on s.stream = w.stream and s.version = w.was where w.was >= 0 and w.changed = 1;
        select @met = @@rowcount;
        if @met <> @moved_heads {Overtaken}

        if exists (
          select 1 from @claims as w left outer loop join claim as c {Locked} on c.kind = w.kind and c.value = w.value
          where w.was_owner is not null and (c.owner is null or c.owner <> w.was_owner)) {Overtaken}
        delete c from @claims as w inner loop join claim as c {Locked} on c.kind = w.kind and c.value = w.value and c.owner = w.was_owner
        where w.owner is null or w.owner <> w.was_owner;
        select @met = @@rowcount;
        if @met <> @lost_claims {Overtaken}
        insert into claim with (rowlock) (kind, value, owner)
        select kind, value, owner from @claims where owner is not null and (was_owner is null or was_owner <> owner) order by kind, value;

        delete o from @done as w inner loop join outbox as o {Locked} on o.id = w.value;
        select @met = @@rowcount;
        if @met <> @done_messages {Overtaken}
        update o set parked_code = w.code, parked_detail = w.detail, owner = null, lease_until = null
        from @parked as w inner loop join outbox as o {Locked} on o.id = w.id;

        insert into closed_key with (rowlock) ([key], at)
        select w.value, @now from @closed_keys as w where not exists (select 1 from closed_key as k {Locked} where k.[key] = w.value) order by w.value;
        delete o from @closed_keys as w inner loop join outbox as o {Locked} on o.[key] = w.value;

        insert into operation with (rowlock) (stream, id, request_hash, version, refusal, at)
        select stream, id, request_hash, version, refusal, @now from @operations order by stream, id;
        insert into original with (rowlock) (id, stream, bytes) select id, stream, bytes from @originals order by id;
        insert into link with (rowlock) (writer, number, events, hash) select @writer, @link, @event_count, @link_hash where @event_count > 0;
        insert into event with (rowlock) (stream, version, type, [schema], at, actor, cause, exercise, body, hash, writer, link)
        select stream, version, type, [schema], at, actor, cause, exercise, body, hash, @writer, @link from @events order by number;

        """;

    /// <summary>After the rows of lists.</summary>
    public const string Last = """

        insert into outbox with (rowlock) (id, target, body, priority, due, [key], sender_version, owner, lease_until, claims, failures)
        select id, target, body, priority, due, [key], sender_version, owner, lease_until, claims, failures from @messages order by id;
        commit transaction;
        """;
}
