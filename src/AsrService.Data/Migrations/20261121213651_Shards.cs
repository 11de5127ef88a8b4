using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AsrService.Data.Migrations
{
    /// <inheritdoc />
    public partial class Shards : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_jobs_queued",
                table: "jobs");

            migrationBuilder.AddColumn<string>(
                name: "shard",
                table: "jobs",
                type: "text",
                nullable: false,
                defaultValue: "asr");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "watched_until",
                table: "jobs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_jobs_queued",
                table: "jobs",
                columns: new[] { "shard", "queue_key" },
                filter: "state = 'queued'");

            // A transaction that rings holds up all others that do until its commit is on the disk, so only jobs that somebody watches ring.
            migrationBuilder.Sql(
                """
                create or replace trigger asr_job_changed after update of state, progress on jobs for each row
                    when (new.watched_until > now() and (old.state is distinct from new.state or old.progress is distinct from new.progress))
                    execute function asr_tell_change();
                create or replace trigger asr_job_deleted after delete on jobs for each row when (old.watched_until > now()) execute function asr_tell_change();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                create or replace trigger asr_job_changed after update of state, progress on jobs for each row
                    when (old.state is distinct from new.state or old.progress is distinct from new.progress)
                    execute function asr_tell_change();
                create or replace trigger asr_job_deleted after delete on jobs for each row execute function asr_tell_change();
                """);

            migrationBuilder.DropIndex(
                name: "ix_jobs_queued",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "shard",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "watched_until",
                table: "jobs");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_queued",
                table: "jobs",
                column: "queue_key",
                filter: "state = 'queued'");
        }
    }
}
