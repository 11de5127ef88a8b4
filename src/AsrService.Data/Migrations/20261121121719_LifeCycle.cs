using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AsrService.Data.Migrations
{
    /// <inheritdoc />
    public partial class LifeCycle : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_jobs_queued",
                table: "jobs");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "audio_deleted_at",
                table: "jobs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "audio_seconds",
                table: "jobs",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "client",
                table: "jobs",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lease_until",
                table: "jobs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "losses",
                table: "jobs",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "priority",
                table: "jobs",
                type: "text",
                nullable: false,
                defaultValue: "normal");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "queue_key",
                table: "jobs",
                type: "timestamp with time zone",
                nullable: false,
                defaultValueSql: "now()");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "retry_at",
                table: "jobs",
                type: "timestamp with time zone",
                nullable: true);

            // What the previous version left: a class in the middle, the order of arrival, and workers to be taken for dead
            // unless they are heard of.
            migrationBuilder.Sql("update jobs set queue_key = created_at - interval '3650 days'");
            migrationBuilder.Sql("update jobs set lease_until = now() where state in ('fetching', 'transcribing')");

            migrationBuilder.CreateTable(
                name: "job_attempts",
                columns: table => new
                {
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    start = table.Column<long>(type: "bigint", nullable: false),
                    node = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    error = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job_attempts", x => new { x.job_id, x.start });
                    table.ForeignKey(
                        name: "FK_job_attempts_jobs_job_id",
                        column: x => x.job_id,
                        principalTable: "jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_jobs_audio_key",
                table: "jobs",
                column: "audio_key");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_audio_to_expire",
                table: "jobs",
                column: "finished_at",
                filter: "finished_at is not null and audio_deleted_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_finished",
                table: "jobs",
                column: "finished_at",
                filter: "finished_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_queued",
                table: "jobs",
                column: "queue_key",
                filter: "state = 'queued'");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_queued_of_client",
                table: "jobs",
                columns: new[] { "priority", "client", "queue_key" },
                filter: "state = 'queued'");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_retrying",
                table: "jobs",
                column: "retry_at",
                filter: "state = 'retrying'");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_running",
                table: "jobs",
                column: "lease_until",
                filter: "state in ('fetching', 'transcribing')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "job_attempts");

            migrationBuilder.DropIndex(
                name: "ix_jobs_audio_key",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_audio_to_expire",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_finished",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_queued",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_queued_of_client",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_retrying",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_running",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "audio_deleted_at",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "audio_seconds",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "client",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "lease_until",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "losses",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "priority",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "queue_key",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "retry_at",
                table: "jobs");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_queued",
                table: "jobs",
                column: "created_at",
                filter: "state = 'queued'");
        }
    }
}
