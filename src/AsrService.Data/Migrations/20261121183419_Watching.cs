using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AsrService.Data.Migrations
{
    /// <inheritdoc />
    public partial class Watching : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "partial_text",
                table: "jobs",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_jobs_client",
                table: "jobs",
                columns: new[] { "client", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_jobs_error",
                table: "jobs",
                column: "id",
                filter: "error is not null");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_state",
                table: "jobs",
                columns: new[] { "state", "id" });

            // Whoever changes a job wakes those who watch it.
            migrationBuilder.Sql(
                """
                create function asr_tell_change() returns trigger language plpgsql as $$
                begin
                    perform pg_notify('asr_changes', old.id::text);
                    return null;
                end $$;
                create trigger asr_job_changed after update of state, progress on jobs for each row
                    when (old.state is distinct from new.state or old.progress is distinct from new.progress)
                    execute function asr_tell_change();
                create trigger asr_job_deleted after delete on jobs for each row execute function asr_tell_change();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop trigger asr_job_changed on jobs; drop trigger asr_job_deleted on jobs; drop function asr_tell_change;");

            migrationBuilder.DropIndex(
                name: "ix_jobs_client",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_error",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_state",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "partial_text",
                table: "jobs");
        }
    }
}
